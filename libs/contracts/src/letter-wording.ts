import { z } from 'zod';

/** A text with places for facts in braces: `{afsender} takker …`. A place that the phrase does not know is refused by name. */
function phrase(standard: string, ...places: string[]) {
  const written = z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .superRefine((text, context) => {
      for (const [, place] of text.matchAll(/\{([^}]*)\}/g)) {
        if (places.includes(place!)) continue;
        const known = places.length === 0 ? 'ingen' : places.map((each) => `{${each}}`).join(', ');
        context.addIssue({ code: 'custom', message: `{${place}} kendes ikke her; pladser, der kan bruges: ${known}` });
      }
    });
  return written.default(standard).describe([standard, ...places.map((place) => `{${place}}`)].join(' | '));
}

const hearing = ['afsender', 'titel', 'ministerium', 'sagsnummer', 'modtaget'];
const committee = ['afsender', 'udvalg', 'behandlet'];

/**
 * The standing sentences of letters, each with the association's own words unless the settings say others. `{modtaget}`, `{behandlet}` and
 * `{sagsnummer}` carry their own leading space (` den 2. juli 2026`, ` (sagsnr. 2026-1)`) and are empty when the fact is not known.
 */
export const letterWording = z.strictObject({
  thanks: phrase('{afsender} har{modtaget} modtaget ”{titel}” i høring fra {ministerium}{sagsnummer} og takker for muligheden for at afgive høringssvar.', ...hearing), // prettier-ignore
  leadOpening: phrase('{afsender} ønsker særligt at fremhæve følgende:', 'afsender'),
  pointsHeading: phrase('Bemærkninger til de enkelte bestemmelser'),
  noRemarks: phrase('{afsender} har ingen bemærkninger til det udsendte.', 'afsender'),
  noRemarksRound: phrase('{afsender} har gennemgået materialet med særlig vægt på kommunernes opgaver og økonomi og har ingen bemærkninger til det udsendte.', 'afsender'), // prettier-ignore
  noRemarksLater: phrase('Ændres udkastet efter høringen, så det får betydning for kommunerne, beder {afsender} om at blive hørt på ny.', 'afsender'), // prettier-ignore
  reservationHeading: phrase('Forbehold'),
  politicalReservation: phrase('Høringssvaret afgives med forbehold for efterfølgende politisk behandling. {afsender} vender tilbage, hvis behandlingen giver anledning til ændringer eller supplerende bemærkninger.', 'afsender'), // prettier-ignore
  politicalReservationFull: phrase('Høringssvaret afgives på administrativt niveau og med forbehold for politisk godkendelse, fordi høringsfristen ikke har givet mulighed for politisk behandling. {udvalg} behandler sagen{behandlet}, og {afsender} meddeler derefter ministeriet, om svaret fastholdes, suppleres eller ændres.', ...committee), // prettier-ignore
  economicReservation: phrase('{afsender} tager forbehold for de økonomiske konsekvenser for kommunerne, som forhandles særskilt efter DUT-princippet.', 'afsender'), // prettier-ignore
  reservationClosing: phrase('De bemærkninger, der er anført ovenfor, skal læses i lyset af forbeholdet på første side.'),
  supplementOpening: phrase('{afsender} afgav den {tidligere} høringssvar til ”{titel}”{sagsnummer} med forbehold for politisk behandling. {udvalg} har nu behandlet sagen{behandlet}.', 'tidligere', ...hearing, ...committee), // prettier-ignore
  supplementConfirmed: phrase('Høringssvaret er godkendt uden ændringer. Forbeholdet for politisk behandling er dermed bortfaldet.', ...committee), // prettier-ignore
  supplementSupplemented: phrase('Høringssvaret fastholdes og suppleres med bemærkningerne nedenfor. Forbeholdet for politisk behandling er dermed bortfaldet.', ...committee), // prettier-ignore
  supplementChanged: phrase('Behandlingen har givet anledning til at ændre høringssvaret på de punkter, der fremgår nedenfor. På øvrige punkter fastholdes det. Forbeholdet for politisk behandling er dermed bortfaldet.', ...committee), // prettier-ignore
  supplementReplaced: phrase(
    'Bemærkningerne nedenfor træder i stedet for det tidligere høringssvar, som bedes lagt til side.',
    ...committee,
  ),
  supplementWithdrawn: phrase('Høringssvaret trækkes hermed tilbage.', ...committee),
  economicOpening: phrase('{afsender} har{modtaget} modtaget ”{titel}” i økonomisk høring fra {ministerium}{sagsnummer}. Svaret angår alene de økonomiske konsekvenser efter DUT-princippet (det udvidede totalbalanceprincip).', ...hearing), // prettier-ignore
  economicAccepted: phrase('{afsender} kan tiltræde ministeriets skøn over de økonomiske konsekvenser for kommunerne.', 'afsender'),
  economicNotAccepted: phrase('{afsender} kan ikke tiltræde ministeriets skøn over de økonomiske konsekvenser for kommunerne.', 'afsender'),
  economicPartly: phrase('{afsender} kan tiltræde ministeriets skøn med undtagelse af de poster, der er nævnt nedenfor.', 'afsender'),
  economicAwaiting: phrase('{afsender} kan ikke på det foreliggende grundlag tage stilling til ministeriets skøn og beder om at modtage de forudsætninger, det bygger på.', 'afsender'), // prettier-ignore
  salutation: phrase('Kære {navn}', 'navn'),
  ministerialPointsHeading: phrase('De enkelte punkter'),
  enclosedNote: phrase('Synspunkterne er uddybet i det vedlagte notat.'),
  closing: phrase('Med venlig hilsen'),
  enclosuresHeading: phrase('Bilag'),
  mailGreeting: phrase('Til rette vedkommende'),
  mailText: phrase("Hermed {afsender}'s svar vedrørende »{titel}«.", 'afsender', 'titel'),
  mailReceipt: phrase('Svaret er vedlagt som underskrevet PDF. I bedes kvittere for modtagelsen ved at besvare denne mail.'),
});

/** See {@link letterWording}. */
export type LetterWording = z.infer<typeof letterWording>;

/** The association's own words. */
export const standardWording: LetterWording = letterWording.parse({});
