import { accessErrors } from './access-errors.js';
import { type ErrorRow } from './error-row.js';

/** Every error by its code; docs/errors.md is generated from this table. */
const rows = {
  // prettier-ignore
  'request.invalid':            [400, 'no',    'info',  'Anmodningen kan ikke forstås: {problem}.', 'Et felt mangler eller har en forkert form.', 'Ret feltet, og send igen.'],
  // prettier-ignore
  'request.not-found':          [404, 'no',    'info',  'Siden findes ikke.', 'Adressen er ukendt, eller du har ikke adgang til det, den peger på.', 'Gå til forsiden, og find sagen derfra.'],
  // prettier-ignore
  'request.too-large':          [413, 'no',    'info',  'Det sendte er for stort.', 'Det er større, end der kan modtages på én gang.', 'Del materialet op, eller send en mindre fil.'],
  // prettier-ignore
  'request.foreign-origin':     [403, 'no',    'warn',  'Anmodningen blev afvist.', 'Den kom fra et andet websted end Genmæle.', 'Åbn Genmæle i browseren, og prøv derfra.'],
  // prettier-ignore
  'request.version-missing':    [428, 'no',    'info',  'Det fremgår ikke, hvilken udgave du har set.', 'En ændring gælder det, du har læst; uden det kunne den overskrive en andens.', 'Læs det igen, og send dets ETag som If-Match.'],
  // prettier-ignore
  'request.stale':              [412, 'no',    'info',  'En anden har ændret det, siden du læste det.', 'Din ændring blev ikke udført, så intet er overskrevet.', 'Genindlæs, se hvad der er ændret, og prøv igen.'],
  // prettier-ignore
  'request.key-missing':        [400, 'no',    'info',  'Anmodningen mangler sit eget nummer.', 'Det, der opretter eller sender, skal kunne gentages uden at ske to gange.', 'Send et tilfældigt Idempotency-Key på 8–200 tegn; det samme, når anmodningen gentages.'],
  // prettier-ignore
  'request.key-reused':         [422, 'no',    'warn',  'Nummeret er brugt til en anden anmodning.', 'Det samme Idempotency-Key kom med et andet indhold.', 'Send et nyt tilfældigt nummer.'],
  // prettier-ignore
  'request.in-progress':        [409, 'again', 'info',  'Den samme anmodning er ved at blive udført.', 'Den første er ikke besvaret endnu.', 'Vent et øjeblik, og prøv igen med det samme nummer.'],
  // prettier-ignore
  'request.too-many':           [429, 'again', 'warn',  'Der kommer for mange anmodninger.', 'Grænsen for et minut er nået.', 'Vent {seconds} sekunder, og prøv igen.'],
  // prettier-ignore
  'request.eyes-only':          [403, 'no',    'warn',  'Du ser gennem en andens øjne.', 'Så kan intet udføres: kun se.', 'Slut med at se gennem andres øjne, og prøv igen.'],
  // prettier-ignore
  'request.failed':             [500, 'again', 'error', 'Noget gik galt hos os.', 'Fejlen er skrevet i loggen under anmodningens nummer {requestId}.', 'Prøv igen om lidt. Sker det igen, så giv nummeret videre.'],
  ...accessErrors,
  // prettier-ignore
  'hearing.not-found':          [404, 'no',    'info',  'Høringen findes ikke.', 'Den er ukendt, eller du har ikke adgang til den.', 'Find høringen i oversigten.'],
  // prettier-ignore
  'hearing.duplicate':          [409, 'no',    'info',  'Høringen er allerede modtaget.', 'Høring {hearingId} har {sameness}.', 'Arbejd videre i den sag, der er oprettet. Er det en supplerende eller fornyet høring, så angiv runden.'],
  // prettier-ignore
  'hearing.ministry-unknown':   [422, 'no',    'info',  'Ministeriet «{ministry}» kendes ikke.', 'Navnet står ikke på listen over ministerier.', 'Vælg et af: {known}.'],
  // prettier-ignore
  'hearing.deadline-unreadable':[422, 'no',    'info',  'Høringsfristen «{deadline}» kan ikke læses.', 'Den skal stå som ÅÅÅÅ-MM-DD eller ÅÅÅÅ-MM-DDTTT:MM i dansk tid.', 'Skriv fristen, som høringsbrevet giver den.'],
  // prettier-ignore
  'bill.missing':               [422, 'no',    'info',  'Lovforslaget mangler.', 'Der er ikke vedlagt en fil i feltet «bill».', 'Vedlæg lovforslaget som PDF, Word (.docx), HTML, LexDania-XML eller tekst.'],
  // prettier-ignore
  'bill.empty':                 [422, 'no',    'info',  'Filen «{file}» er tom.', 'Der er ingen tegn i den.', 'Hent lovforslaget igen, og send det.'],
  // prettier-ignore
  'bill.not-text':              [422, 'no',    'info',  'Filen «{file}» er ikke en tekst.', 'Indholdet er {found}, uanset hvad filen hedder.', 'Send lovforslaget som PDF, Word (.docx), HTML, LexDania-XML eller tekst.'],
  // prettier-ignore
  'bill.not-a-bill':            [422, 'no',    'info',  'Filen «{file}» er ikke et lovforslag.', 'Der er hverken paragraffer eller ændringsnumre i den.', 'Send lovforslaget selv; andre dokumenter hører til under bilag.'],
  // prettier-ignore
  'bill.doctype-refused':       [422, 'no',    'warn',  'Filen «{file}» blev afvist.', 'Den indeholder en DOCTYPE eller ENTITY, som kan misbruges.', 'Send filen uden DOCTYPE; LexDania-XML har ingen.'],
  // prettier-ignore
  'bill.too-large':             [413, 'no',    'info',  'Filen «{file}» er for stor.', 'Der kan højst læses {limit}.', 'Send en mindre fil.'],
  // prettier-ignore
  'bill.no-text':               [422, 'no',    'info',  'Filen «{file}» har ingen tekst.', 'Det er en PDF af billeder, fx en scanning; der er ingen bogstaver at læse.', 'Bed ministeriet om PDF, Word eller HTML med tekst, eller kør filen gennem tekstgenkendelse.'],
  // prettier-ignore
  'bill.encrypted':             [422, 'no',    'info',  'Filen «{file}» er låst.', 'Den er krypteret eller kræver en adgangskode.', 'Bed om filen uden adgangskode, og send den.'],
  // prettier-ignore
  'bill.broken':                [422, 'no',    'info',  'Filen «{file}» er i stykker.', 'Den er skåret over eller fejldannet: {what} kan ikke åbnes.', 'Hent lovforslaget igen, og send det.'],
  // prettier-ignore
  'bill.too-heavy':             [422, 'no',    'warn',  'Filen «{file}» blev ikke læst.', 'Det krævede mere end {limit} at læse den.', 'Send lovforslaget i et andet format, eller uden billeder og bilag.'],
  // prettier-ignore
  'bill.reader-died':           [500, 'again', 'error', 'Filen «{file}» kunne ikke læses.', 'Læseren stoppede uventet ({end}).', 'Der prøves igen. Sker det hver gang, så send lovforslaget i et andet format, og sig det til driften.'],
  // prettier-ignore
  'bill.unread':                [409, 'again', 'info',  'Lovforslaget er ikke læst endnu.', 'Læsningen er sat i gang og tager normalt under et sekund.', 'Prøv igen om lidt.'],
  // prettier-ignore
  'case.not-found':             [404, 'no',    'info',  'Sagen findes ikke.', 'Den er ukendt, eller du har ikke adgang til den.', 'Find sagen i oversigten.'],
  // prettier-ignore
  'case.addressee-unknown':     [404, 'no',    'info',  'Modtageren findes ikke.', 'Brevet går ikke længere til den, du ville rette adressen på.', 'Genindlæs sagen, og ret adressen dér.'],
  // prettier-ignore
  'case.action-unknown':        [404, 'no',    'info',  'Handlingen «{action}» findes ikke.', 'Den står ikke i sagsgangen.', 'Brug en af de handlinger, siden viser.'],
  // prettier-ignore
  'case.action-not-allowed':    [409, 'no',    'info',  'Handlingen «{action}» kan ikke udføres nu.', 'Sagen er i tilstanden «{state}».', 'Genindlæs sagen, og vælg blandt de handlinger, den viser.'],
  // prettier-ignore
  'case.role-missing':          [403, 'no',    'warn',  'Handlingen «{action}» kræver en anden rolle.', 'Den må udføres af: {allowed}.', 'Bed en kollega med rollen om at gøre det.'],
  // prettier-ignore
  'case.need-unmet':            [409, 'no',    'info',  'Handlingen «{action}» mangler noget.', '{reason}', '{remedy}'],
  // prettier-ignore
  'chain.not-found':            [404, 'no',    'info',  'Godkendelsesvejen findes ikke.', 'Den er ukendt, eller ingen er i kraft for den slags sager.', 'Vælg en anden på listen, eller sæt en i kraft.'],
  // prettier-ignore
  'chain.unsound':              [400, 'no',    'info',  'Godkendelsesvejen hænger ikke sammen.', 'Det, der er galt: {problem}.', 'Ret trinene, og prøv igen.'],
  // prettier-ignore
  'chain.in-force':             [409, 'no',    'info',  'Godkendelsesvejen er i kraft og kan ikke ændres.', 'Sager følger den.', 'Lav en ny, prøv den, og sæt den i kraft.'],
  // prettier-ignore
  'chain.not-tried':            [409, 'no',    'info',  'Godkendelsesvejen er ikke prøvet, som den står nu.', 'Det skal være set, hvad den ville have krævet af de seneste sager.', 'Prøv den på gamle sager, og sæt den så i kraft.'],
  // prettier-ignore
  'stand-in.not-found':         [404, 'no',    'info',  'Stedfortræderen findes ikke.', 'Den er ukendt eller ophørt.', 'Se listen over stedfortrædere.'],
  // prettier-ignore
  'stand-in.not-allowed':       [409, 'no',    'info',  'Stedfortræderen kan ikke sættes ind.', '{reason}', 'Vælg en anden person eller periode.'],
  // prettier-ignore
  'case.version-stale':         [412, 'no',    'info',  'Teksten er ændret, siden du læste den.', 'Du så version {seen}, men den gældende er {current}.', 'Læs den gældende version, og tag stilling til den.'],
  // prettier-ignore
  'case.join-target':           [409, 'no',    'info',  'Sagen kan ikke lægges til den valgte.', '{reason}', 'Vælg en anden sag, eller besvar høringen for sig.'],
  // prettier-ignore
  'reservation.not-found':      [404, 'no',    'info',  'Forbeholdet findes ikke.', 'Det er ukendt, eller du har ikke adgang til sagen.', 'Find det på listen over forbehold.'],
  // prettier-ignore
  'reservation.action-not-allowed': [409, 'no', 'info', 'Det kan ikke gøres med forbeholdet nu.', 'Et forbehold, der er «{state}», har ikke handlingen «{action}».', 'Genindlæs sagen, og se, hvor forbeholdet står.'],
  // prettier-ignore
  'reservation.exists':         [409, 'no',    'info',  'Forbeholdet er taget.', 'Sagen har allerede et åbent forbehold af den slags.', 'Ret det, der er.'],
  // prettier-ignore
  'reservation.not-in-draft':   [409, 'no',    'info',  'Udkastet svarer ikke til sagens forbehold.', 'Det, der godkendes, skal nævne netop de forbehold, sagen har taget.', 'Gem udkastet igen, så forbeholdene kommer med, og læs det.'],
  // prettier-ignore
  'routing.not-tried':          [409, 'no',    'info',  'Reglerne kan ikke træde i kraft.', 'De er ikke prøvet på sidste års sager, siden de sidst blev ændret.', 'Prøv dem, læs forskellene, og sæt dem derefter i kraft.'],
  // prettier-ignore
  'routing.not-found':          [404, 'no',    'info',  'Regelsættet findes ikke.', 'Det er ukendt.', 'Find det på listen.'],
  // prettier-ignore
  'routing.in-force':           [409, 'no',    'info',  'Regelsættet kan ikke ændres.', 'Det er sat i kraft; det, sager er fordelt efter, ændres ikke bagefter.', 'Lav et nyt regelsæt.'],
  // prettier-ignore
  'kle.unreadable':             [422, 'no',    'info',  'Filen er ikke en KLE-emneplan.', '{problem}', 'Hent emneplanen som XML hos KLE, og indlæs den igen.'],
  // prettier-ignore
  'kle.older':                  [409, 'no',    'info',  'Emneplanen er ældre end den, der er indlæst.', 'Filen er fra {edition}; den indlæste er fra {newest}.', 'Indlæs den nyeste udgave.'],
  // prettier-ignore
  'case.changed-meanwhile':     [412, 'again', 'info',  'Sagen blev ændret af en anden i samme øjeblik.', 'Din handling blev ikke udført.', 'Genindlæs sagen, og prøv igen.'],
  // prettier-ignore
  'case.seen-version-missing':  [428, 'no',    'info',  'Det fremgår ikke, hvilken version du har læst.', 'Handlingen binder til den tekst, du har set.', 'Angiv versionens hash i feltet «seen».'],
  // prettier-ignore
  'draft.provision-unknown':    [422, 'no',    'info',  'Bestemmelsen «{address}» findes ikke i lovforslaget.', 'Punkt {point} peger på den.', 'Vælg en bestemmelse fra lovforslagets liste.'],
  // prettier-ignore
  'draft.character-unprintable':[422, 'no',    'info',  'Tegnet {character} kan ikke trykkes.', 'Brevets skrifttyper har det ikke, eller det er et usynligt styretegn.', 'Erstat tegnet, og gem igen.'],
  // prettier-ignore
  'publication.barred':         [409, 'no',    'warn',  'Brevet kan ikke offentliggøres.', 'Sagen er lukket, eller den besvarer en fortrolig præhøring.', 'En præhøring offentliggøres aldrig. Er sagen lukket ved en fejl, så åbn den, og foreslå det igen.'],
  // prettier-ignore
  'publication.same-person':    [409, 'no',    'warn',  'Du kan ikke offentliggøre brevet.', 'Forslaget er dit, eller kom fra den, du er stedfortræder for.', 'Bed en anden kontorchef eller ekspedient om at offentliggøre det.'],
  // prettier-ignore
  'contribution-request.not-found': [404, 'no', 'info', 'Indhentningen findes ikke.', 'Den er ukendt, eller du har ikke adgang til sagen.', 'Find den på sagens side med bidrag.'],
  // prettier-ignore
  'contribution-request.refused': [409, 'no',  'info',  'Der kan ikke indhentes bidrag på sagen.', '{reason}', 'Spørg kommunerne uden om Genmæle, eller åbn sagen igen først.'],
  // prettier-ignore
  'contribution-request.deadline': [422, 'no', 'info',  'Fristen for bidrag passer ikke.', 'Den skal ligge efter nu og før høringsfristen, {deadline}.', 'Vælg en anden frist.'],
  // prettier-ignore
  'contribution-request.past':  [409, 'no',    'info',  'Indhentningen er slut.', 'Fristen er udløbet, eller den blev afsluttet før tiden.', 'Indhent bidrag på ny, hvis der er tid til det.'],
  // prettier-ignore
  'contribution-request.reminded': [409, 'no', 'info',  'Der er rykket i dag.', 'En kommune rykkes højst én gang om dagen.', 'Vent til i morgen, eller ring.'],
  // prettier-ignore
  'contribution-request.all-answered': [409, 'no', 'info', 'Der er ingen at rykke.', 'Alle de spurgte kommuner har svaret.', 'Læs bidragene.'],
  // prettier-ignore
  'contribution.not-found':     [404, 'no',    'info',  'Bidraget findes ikke.', 'Det er ukendt, eller du har ikke adgang til det.', 'Find det på listen over bidrag.'],
  // prettier-ignore
  'contribution.past':          [409, 'no',    'info',  'Der kan ikke længere skrives bidrag.', 'Fristen er udløbet, eller indhentningen er afsluttet.', 'Det, der er sendt, står ved magt. Skriv til foreningen, hvis noget mangler.'],
  // prettier-ignore
  'letter.not-found':           [404, 'no',    'info',  'Der er intet brev endnu.', 'Sagen er ikke godkendt, eller brevet er ved at blive dannet.', 'Prøv igen om lidt, eller se sagens tilstand.'],
  // prettier-ignore
  'letter.chain-broken':        [500, 'no',    'error', 'Brevet blev standset.', 'Dets indhold svarer ikke til det, der blev godkendt ({link}).', 'Kald godkendelsen tilbage, og godkend igen. Underret en administrator.'],
  // prettier-ignore
  'letter.check-failed':        [500, 'no',    'error', 'Brevet blev standset.', 'Den dannede fil bestod ikke sin egen kontrol: {finding}.', 'Underret en administrator; sagen venter uændret. Koderne står i docs/checker.md.'],
  // prettier-ignore
  'letter-settings.invalid':    [500, 'no',    'error', 'Brevenes indstillinger er forkerte.', 'I {file}: {problem}.', 'Ret filen, som LETTER_SETTINGS peger på; se docs/letters.md.'],
  // prettier-ignore
  'signature.refused':          [500, 'no',    'error', 'Brevet blev ikke underskrevet.', 'Underskriftstjenesten afviste: {reason}.', 'Underret en administrator; sagen venter uændret.'],
  // prettier-ignore
  'signature.unavailable':      [503, 'again', 'warn',  'Brevet er ikke underskrevet endnu.', 'Underskriften kunne ikke fås: {reason}.', 'Der prøves igen af sig selv.'],
  // prettier-ignore
  'mail.unavailable':           [503, 'again', 'warn',  'Brevet er ikke sendt endnu.', 'Postserveren tog ikke imod ({code}).', 'Der prøves igen af sig selv.'],
  // prettier-ignore
  'notice.refused':             [502, 'no',    'error', 'En besked kunne ikke sendes.', 'Postserveren afviste den for altid ({code}).', 'Ret modtagerens adresse, og sæt arbejdet i gang igen.'],
  // prettier-ignore
  'receipt.too-early':          [409, 'again', 'info',  'Kvitteringen kom, før afsendelsen var skrevet ned.', 'Brevet er stadig under afsendelse.', 'Der prøves igen af sig selv.'],
  // prettier-ignore
  'signature.not-permitted':    [403, 'no',    'error', 'Brevet blev ikke underskrevet.', 'Grundlaget holder ikke: {reason}.', 'Kald godkendelsen tilbage, og godkend igen.'],
  // prettier-ignore
  'audit.anchor-failed':        [503, 'again', 'warn',  'Loggens ende er ikke gjort fast endnu.', 'Tidsstemplet eller filen svarede: {code}.', 'Der prøves igen af sig selv. Se TIMESTAMP_URL og AUDIT_ANCHOR_FILE, hvis det bliver ved.'],
  // prettier-ignore
  'body.not-found':             [404, 'no',    'info',  'Det politiske organ findes ikke.', 'Det er ukendt.', 'Find det på listen over udvalg.'],
  // prettier-ignore
  'body.refused':               [422, 'no',    'info',  'Organet blev ikke gemt.', '{reason}', '{remedy}'],
  // prettier-ignore
  'membership.refused':         [422, 'no',    'info',  'Medlemskabet blev ikke gemt.', '{reason}', '{remedy}'],
  // prettier-ignore
  'meeting.not-found':          [404, 'no',    'info',  'Mødet findes ikke.', 'Det er ukendt, eller du har ikke adgang til det.', 'Find mødet under udvalget.'],
  // prettier-ignore
  'meeting.action-unknown':     [404, 'no',    'info',  'Handlingen «{action}» findes ikke.', 'Et møde har ikke den handling.', 'Brug en af de handlinger, siden viser.'],
  // prettier-ignore
  'meeting.action-not-allowed': [409, 'no',    'info',  'Handlingen «{action}» kan ikke udføres nu.', 'Mødet er i tilstanden «{state}».', 'Genindlæs mødet, og vælg blandt de handlinger, det viser.'],
  // prettier-ignore
  'meeting.role-missing':       [403, 'no',    'warn',  'Det må du ikke i dette organ.', 'Det kræver: {allowed}.', 'Bed organets sekretær om det.'],
  // prettier-ignore
  'meeting.need-unmet':         [409, 'no',    'info',  'Handlingen «{action}» mangler noget.', '{reason}', '{remedy}'],
  // prettier-ignore
  'agenda-item.not-found':      [404, 'no',    'info',  'Dagsordenspunktet findes ikke.', 'Det er ukendt, trukket tilbage, eller du har ikke adgang til det.', 'Find punktet på mødets dagsorden.'],
  // prettier-ignore
  'agenda-item.refused':        [409, 'no',    'info',  'Dagsordenspunktet blev ikke gemt.', '{reason}', '{remedy}'],
  // prettier-ignore
  'decision.refused':           [409, 'no',    'info',  'Beslutningen blev ikke ført til protokol.', '{reason}', '{remedy}'],
  // prettier-ignore
  'minutes.refused':            [409, 'no',    'info',  'Svaret på referatet blev ikke gemt.', '{reason}', '{remedy}'],
  // prettier-ignore
  'procedure.not-found':        [404, 'no',    'info',  'Den skriftlige procedure findes ikke.', 'Den er ukendt, eller du har ikke adgang til den.', 'Find den under udvalget.'],
  // prettier-ignore
  'procedure.refused':          [409, 'no',    'info',  'Det kan den skriftlige procedure ikke.', '{reason}', '{remedy}'],
  // prettier-ignore
  'meetings-file.refused':      [422, 'no',    'info',  'Mødekalenderen blev ikke læst ind; intet er ændret.', '{problem}', 'Ret linjerne, og læs filen ind igen.'],
  // prettier-ignore
  'work.not-found':             [404, 'no',    'info',  'Arbejdet findes ikke, eller det er ikke gået i stå.', 'Kun arbejde, der er opgivet, kan sættes i gang igen.', 'Se listen over arbejde, der er gået i stå.'],
  // prettier-ignore
  'work.stale':                 [409, 'no',    'info',  'Arbejdet er overtaget af en anden.', 'Lejemålet udløb, og et nyt er begyndt.', 'Intet: den nye udfører gør arbejdet færdigt.'],
  // prettier-ignore
  'work.unknown-job':           [500, 'no',    'error', 'Jobbet «{job}» kendes ikke.', 'Der er lagt arbejde i køen, som denne version ikke kan udføre.', 'Opdater Genmæle, og sæt arbejdet i gang igen.'],
  // prettier-ignore
  'environment.invalid':        [500, 'no',    'error', 'Indstillingerne er forkerte: {problem}.', 'Genmæle kan ikke starte med dem.', 'Ret indstillingen; se .env.example.'],
} as const satisfies Record<string, ErrorRow>;

/** A code of the table. */
export type ErrorCode = keyof typeof rows;

/** One row of the table, by name. */
export interface ErrorRule {
  readonly status: number;
  readonly retry: 'again' | 'no';
  readonly level: 'info' | 'warn' | 'error';
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

/** Every code, in the order of the table. */
export const errorCodes = Object.keys(rows) as ErrorCode[];

/** The row of a code. */
export function errorRule(code: ErrorCode): ErrorRule {
  const [status, retry, level, what, why, todo] = rows[code] as ErrorRow;
  return { status, retry, level, what, why, todo };
}
