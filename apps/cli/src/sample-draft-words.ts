import type { Stance } from '@genmaele/contracts';

/** What a change point does to the law, as far as its instruction tells. */
export type Operation =
  'global' | 'replace' | 'repeal' | 'new-section' | 'insert' | 'delete' | 'change' | 'commencement' | 'section' | 'other';

/** A point for the sample bill: found by the words of the instruction (no-break spaces read as spaces). */
export interface SamplePoint {
  finds: RegExp[];
  stance: Stance;
  text: string;
}

/** A point that fits any bill, and the kinds of change it is rather said about. */
export interface Theme {
  prefers: Operation[];
  stance: Stance;
  text: string;
}

/** What is true of a provision because of the kind of change alone. */
export const openings: Record<Operation, string> = {
  global: 'Ændringen gennemføres overalt i loven.',
  replace: 'Bestemmelsen får med forslaget en ny ordlyd.',
  repeal: 'Bestemmelsen ophæves med forslaget.',
  'new-section': 'Forslaget indsætter en ny bestemmelse i loven.',
  insert: 'Forslaget føjer nyt til den gældende bestemmelse.',
  delete: 'Forslaget lader en del af den gældende ordlyd udgå.',
  change: 'Forslaget ændrer den gældende ordlyd.',
  commencement: 'Bestemmelsen fastsætter, hvornår loven træder i kraft.',
  section: 'Bestemmelsen er en del af en ny hovedlov.',
  other: 'Bestemmelsen har betydning for kommunerne.',
};

/** Ten points in the order of the bill: from what is welcome to what has to be changed. */
export const themes: readonly Theme[] = [
  {
    prefers: ['global', 'delete'],
    stance: 'notes',
    text: 'KL noterer sig, at der efter bemærkningerne er tale om en tilpasning. KL lægger til grund, at den ikke medfører nye opgaver for kommunerne.',
  },
  {
    prefers: ['change'],
    stance: 'welcomes',
    text: 'KL hilser det velkommen, at reglerne gøres tydeligere. Klare regler er en forudsætning for, at borgere og virksomheder mødes ens i hele landet.',
  },
  {
    prefers: ['insert'],
    stance: 'remarks',
    text: 'KL bemærker, at det ikke fremgår af bemærkningerne, hvordan de nye ord skal forstås i tvivlstilfælde. Et par eksempler i bemærkningerne ville lette arbejdet i kommunerne.',
  },
  {
    prefers: ['new-section', 'section'],
    stance: 'concerned',
    text: 'KL er bekymret for, om kommunerne får den tid og de oplysninger, som ordningen kræver. Nye opgaver forudsætter, at vejledning, skabeloner og it-løsninger foreligger, inden reglerne træder i kraft. KL deltager gerne i arbejdet.',
  },
  {
    prefers: ['replace'],
    stance: 'proposes',
    text: 'KL foreslår, at det gøres klart i bemærkningerne, om der med den nye ordlyd tilsigtes en ændring af gældende praksis. Er det ikke tilfældet, bør det siges udtrykkeligt.',
  },
  {
    prefers: ['repeal', 'delete'],
    stance: 'points-out',
    text: 'KL gør opmærksom på, at kommunale retningslinjer og it-løsninger kan bygge på den hidtidige regel. Der bør derfor være en overgangsperiode. Verserende sager bør kunne afsluttes efter de hidtil gældende regler.',
  },
  {
    prefers: ['new-section', 'insert', 'section'],
    stance: 'critical',
    text: 'KL er kritisk over for, at rammerne for opgaven fastlægges så detaljeret i loven. Kommunerne har forskellige forhold, og den enkelte kommunalbestyrelse bør selv kunne tilrettelægge arbejdet. Et krav om resultat vil virke bedre end et krav om fremgangsmåde.',
  },
  {
    prefers: ['insert', 'change', 'replace'],
    stance: 'points-out',
    text: 'KL gør opmærksom på, at forslaget kan kræve behandling af oplysninger om personer. Det bør fremgå, hvem der er dataansvarlig, og på hvilket grundlag oplysningerne behandles.',
  },
  {
    prefers: ['new-section', 'replace', 'section'],
    stance: 'cannot-support',
    text: 'KL kan ikke tilslutte sig, at nye opgaver pålægges kommunerne, uden at udgifterne er opgjort. KL forudsætter, at de økonomiske konsekvenser drøftes med kommunerne efter DUT-princippet, inden forslaget fremsættes.',
  },
  {
    prefers: ['commencement'],
    stance: 'proposes',
    text: 'KL foreslår, at ikrafttrædelsen fastlægges, så der er mindst seks måneder fra vedtagelsen til den dag, hvor kommunerne skal anvende reglerne. Tiden skal bruges til vejledning, uddannelse og tilpasning af it.',
  },
];

/** The points for the sample bill, in the order of the bill. */
export const samplePoints: readonly SamplePoint[] = [
  {
    finds: [/^Overalt i loven ændres »beboerhus«/],
    stance: 'notes',
    text: 'KL noterer sig, at fælleshus afløser beboerhus overalt i loven. KL lægger til grund, at ændringen er sproglig, og at godkendelser, der er givet til et beboerhus, fortsat gælder.',
  },
  {
    finds: [/§ 27 c, stk\. 2, 1\. pkt\., affattes/],
    stance: 'welcomes',
    text: 'KL hilser det velkommen, at kommunalbestyrelsen kan godkende, at en del af en bygning anvendes til fælles formål. En klar grænse på 15 pct. gør det lettere at behandle ansøgninger ens. Det er positivt, at godkendelsen kan gives på vilkår.',
  },
  {
    finds: [/§ 28, stk\. 3, nr\. 2, § 51/, /§ 48, stk\. 1, 3\. pkt\., der bliver 4\. pkt\./],
    stance: 'concerned',
    text: 'KL er bekymret for, at fristen for at bruge en ledig bolig til anvisning afkortes fra 8 til 6 uger. Boliger til borgere med særlige behov kræver ofte afklaring med flere forvaltninger og med borgeren selv. Med en kortere frist er der risiko for, at boligen går tabt til anvisning. KL foreslår, at fristen fastholdes, når boligen er egnet til personer med nedsat funktionsevne.',
  },
  {
    finds: [/§ 37 b indsættes efter stk\. 2 som nye stykker/],
    stance: 'critical',
    text: 'KL er kritisk over for, at et fælleshus gøres til et krav i alle fællesskabsområder. Behovet afhænger af, hvilke mødesteder området allerede har. Kommunalbestyrelsen og boligorganisationen bør i fællesskab kunne beslutte, at kravet opfyldes på anden måde. Det er positivt, at lokaler kan stilles til rådighed efter aftale.',
  },
  {
    finds: [/§ 37 b, stk\. 4, der bliver stk\. 6/],
    stance: 'remarks',
    text: 'KL bemærker, at det ikke fremgår, hvordan udgifterne til et fælleshus fordeles, når flere boligorganisationer har afdelinger i samme område. Det bør fremgå af bemærkningerne, hvem der afgør en uenighed.',
  },
  {
    finds: [/§ 48, stk\. 1, indsættes efter 1\. pkt\./],
    stance: 'welcomes',
    text: 'KL finder det positivt, at meddelelser kan gives digitalt. Det vil forenkle samarbejdet mellem kommuner og boligorganisationer. KL foreslår, at der fastsættes et fælles format, så meddelelserne kan læses af kommunernes it-løsninger.',
  },
  {
    finds: [/§ 59, stk\. 4 og 5, ophæves, og i stedet/],
    stance: 'proposes',
    text: 'KL foreslår, at det overlades til parterne at afgøre, hvad en fællesskabsaftale skal indeholde ud over udlejning og anvisning. Beboernes inddragelse er vigtig, men den bør ikke være et vilkår for aftalens gyldighed. Det bør desuden fremgå, hvad der gælder, hvis ministeriets mægling ikke fører til enighed.',
  },
  {
    finds: [/^Efter § 61 a indsættes/],
    stance: 'cannot-support',
    text: 'KL kan ikke tilslutte sig, at fællesskabsområder udpeges på en liste, som ministeren fastsætter. Kommunalbestyrelsen kender området og bør selv træffe beslutningen på grundlag af fælles kriterier. Opgøres forholdene den 1. januar, kan en liste fra oktober være forældet, når den offentliggøres. En frist på 9 måneder er for kort, når der skal forhandles og høres i afdelingerne; KL foreslår 15 måneder.',
  },
  {
    finds: [/§ 75, stk\. 3, ophæves/],
    stance: 'notes',
    text: 'KL noterer sig, at bemyndigelsen ophæves, fordi den ikke længere bruges. KL forudsætter, at kommunernes indberetninger ikke udvides ad anden vej.',
  },
  {
    finds: [/§ 164, stk\. 1, indsættes efter/],
    stance: 'points-out',
    text: 'KL gør opmærksom på, at kommunen efter forslaget både er part i fællesskabsaftalen og fører tilsyn med den anden part. Det bør fremgå af bemærkningerne, hvordan de to roller holdes adskilt.',
  },
  {
    finds: [/§ 86 indsættes efter stk\. 3/],
    stance: 'welcomes',
    text: 'KL hilser det velkommen, at lejere får bestemte oplysninger før en genhusning. Det giver tryghed og mindsker antallet af henvendelser til kommunen. Reglen bør også omfatte genhusning, der sker på kommunens anmodning.',
  },
];

/** The point on commencement in the sample bill. */
export const sampleCommencement: Omit<SamplePoint, 'finds'> = {
  stance: 'proposes',
  text: 'KL foreslår, at de kortere svarfrister tidligst får virkning fra den 1. januar 2028 sammen med reglerne om fællesskabsområder. Kommunernes it-løsninger til anvisning skal tilpasses, og det kan ikke nås inden den 1. juli 2027.',
};
