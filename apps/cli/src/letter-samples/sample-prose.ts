/** Sentences for the long samples, invented. A paragraph takes one from each row, in turns that do not repeat for hundreds of paragraphs. */
const matters = [
  'ansvaret for at udpege områderne',
  'kommunernes adgang til de nødvendige oplysninger',
  'fristen for kommunalbestyrelsens afgørelse',
  'samspillet med den gældende beskæftigelsesindsats',
  'tilsynet med de private leverandører',
  'overgangen mellem de gamle og de nye regler',
  'borgernes adgang til at klage',
  'den digitale understøttelse af sagsbehandlingen',
  'fordelingen af opgaver mellem stat, kommuner og regioner',
  'de mindre kommuners mulighed for at løfte opgaven',
  'kravene til dokumentation',
  'inddragelsen af boligorganisationerne',
  'beregningen af takster og gebyrer',
];
const openings = [
  (matter: string) => `KL har særligt hæftet sig ved ${matter}.`,
  (matter: string) => `Flere kommuner har over for KL peget på ${matter}.`,
  (matter: string) => `Udkastet er efter KL’s opfattelse ikke klart, når det gælder ${matter}.`,
  (matter: string) => `KL finder det positivt, at udkastet tager stilling til ${matter}.`,
  (matter: string) => `Bemærkningerne beskriver kun kort ${matter}.`,
  (matter: string) => `Der er god grund til at se nærmere på ${matter}.`,
  (matter: string) => `I den daglige forvaltning er det afgørende spørgsmål ${matter}.`,
];
const reasons = [
  'Erfaringerne fra de seneste års kommunalreformarbejde viser, at en opgave løses bedst, når den myndighed, der kender de lokale forhold, også har beslutningskompetencen.',
  'Kommunerne behandler hvert år mange tusinde sager af denne type, og selv en lille ændring af sagsgangen kan mærkes i hverdagen.',
  'En samtidig indberetning til to statslige registre vil efter KL’s vurdering medføre et betydeligt dobbeltarbejde uden at gøre afgørelserne bedre.',
  'Det vil i praksis kræve ændringer i fagsystemerne, og leverandørerne har oplyst, at udviklingstiden er mindst ni måneder efter offentliggørelsen af de endelige regler.',
  'For borgere med komplekse forløb er det væsentligt, at der er én indgang, og at oplysningerne ikke skal gives flere gange.',
  'Reglerne om myndighedsansvar, databeskyttelse og partshøring trækker i forskellige retninger, og det bør fremgå, hvilke hensyn der vejer tungest.',
  'De foreslåede kriterier er statistiske og siger kun lidt om udviklingen i det enkelte område fra år til år.',
  'Kommunalbestyrelserne har allerede indgået samarbejdsaftaler, som rækker flere år frem, og som ikke uden videre kan opsiges.',
  'Udgifterne falder først og fremmest det første år, mens gevinsterne – hvis de viser sig – kommer senere og hos andre myndigheder.',
  'Det er ikke belyst, hvordan forslaget virker sammen med forvaltningslovens almindelige regler om begrundelse, klagevejledning og frister.',
  'Den nuværende praksis bygger på en fælles vejledning, som kommuner og ministerium har udarbejdet sammen, og som fungerer godt.',
];
const asks = [
  'KL foreslår, at bestemmelsen formuleres, så kommunalbestyrelsen kan vælge den fremgangsmåde, der passer til forholdene.',
  'KL opfordrer ministeriet til at uddybe bemærkningerne og til at inddrage kommunerne i arbejdet med en vejledning.',
  'KL skal på den baggrund anbefale, at ikrafttrædelsen udskydes, indtil de tekniske forudsætninger er på plads.',
  'KL bidrager gerne til en nærmere beskrivelse af sagsgangene og kan pege på kommuner, der vil deltage i en afprøvning.',
  'KL beder om, at spørgsmålet indgår i den økonomiske forhandling efter DUT-princippet, jf. også afsnittet om økonomi.',
  'KL lægger til grund, at det ikke er hensigten at ændre gældende ret på dette punkt, men beder om, at det siges udtrykkeligt.',
  'KL finder, at en evaluering efter to år vil give det bedste grundlag for at vurdere, om reglerne virker efter hensigten.',
  'KL foreslår desuden en overgangsordning for sager, der er rejst før den 1. juli 2027.',
];

/** The `index`-th invented paragraph; every index gives the same words each time. */
export function sampleParagraph(index: number): string {
  const matter = pick(matters, index);
  const reason = pick(reasons, index * 3 + 1);
  const second = pick(reasons, index * 3 + 5);
  const ask = pick(asks, index * 5 + 2);
  const opening = pick(openings, index)(matter);
  return index % 3 === 0 ? `${opening} ${reason} ${ask}` : `${opening} ${reason} ${second} ${ask}`;
}

/** So many invented paragraphs from an index on. */
export function sampleParagraphs(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => sampleParagraph(from + i));
}

function pick<T>(all: readonly T[], index: number): T {
  return all[index % all.length]!;
}
