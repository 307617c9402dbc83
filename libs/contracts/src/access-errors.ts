import { type ErrorRow } from './error-row.js';

/** The errors of signing in, and of who may do what. Part of the table in `error-table.ts`. */
export const accessErrors = {
  // prettier-ignore
  'sign-in.needed':             [401, 'no',    'info',  'Du er ikke logget på.', 'Der er ingen session, eller den er udløbet.', 'Log på, og prøv igen.'],
  // prettier-ignore
  'sign-in.not-fresh':          [403, 'no',    'info',  'Vis, at det er dig.', 'Handlingen «{action}» kræver, at du har vist det for kort tid siden.', 'Vis det igen med adgangskode, engangskode eller adgangsnøgle, og gentag handlingen.'],
  // prettier-ignore
  'sign-in.level-too-low':      [403, 'no',    'info',  'Dit log-on er ikke stærkt nok.', 'Handlingen «{action}» kræver sikringsniveauet {least}. Du er logget på med {level}.', 'Log af, og log på igen hos den, der står inde for dig, på niveauet {least}, eller log på her med din adgangsnøgle.'],
  // prettier-ignore
  'sign-in.not-anew':           [401, 'no',    'warn',  'Du har ikke vist igen, at det er dig.', 'Den, der står inde for dig, svarede ud fra et tidligere log-on og spurgte dig ikke på ny.', 'Log af hos den, der står inde for dig, og prøv igen.'],
  // prettier-ignore
  'sign-in.not-the-same':       [401, 'no',    'warn',  'Svaret passer ikke til den, der er logget på.', 'Der blev svaret for en anden person, eller sessionen er slut i mellemtiden.', 'Log af her, og log på som dig selv.'],
  // prettier-ignore
  'sign-in.not-again':          [401, 'no',    'warn',  'Adgangskoden passer ikke.', 'Det er ikke den, du logger på med.', 'Prøv igen.'],
  // prettier-ignore
  'sign-in.too-many':           [429, 'no',    'warn',  'Der er prøvet for mange gange.', 'Ti forsøg på at logge på er slået fejl inden for et kvarter.', 'Vent {minutes} minutter, eller bed om et nyt link til adgangskoden.'],
  // prettier-ignore
  'account.link-dead':          [404, 'no',    'info',  'Linket virker ikke.', 'Det er brugt, forældet eller aldrig sendt.', 'Bed om et nyt på siden, hvor du logger på.'],
  // prettier-ignore
  'sign-in.refused':            [401, 'no',    'warn',  'Du kunne ikke logges på.', 'E-mail og adgangskode passer ikke sammen, eller kontoen er lukket.', 'Prøv igen, eller bed en administrator om hjælp.'],
  // prettier-ignore
  'sign-in.second-refused':    [401, 'no',    'warn',  'Koden passer ikke.', 'Den er brugt, forældet eller skrevet forkert.', 'Vent på den næste kode, eller brug en nødkode.'],
  // prettier-ignore
  'sign-in.second-past':       [401, 'no',    'info',  'Begynd forfra.', 'Der er gået for lang tid, siden du gav din adgangskode.', 'Log på igen.'],
  // prettier-ignore
  'sign-in.enrol-first':       [403, 'no',    'info',  'Du skal have en ekstra nøgle først.', 'Din rolle kræver en adgangsnøgle eller engangskoder ved siden af adgangskoden.', 'Gå til «Din konto», og vælg en af dem.'],
  // prettier-ignore
  'factor.refused':            [422, 'no',    'info',  'Nøglen blev ikke gemt.', '{reason}', 'Prøv igen på «Din konto».'],
  // prettier-ignore
  'factor.no-key':             [503, 'no',    'error', 'Engangskoder kan ikke bruges her.', 'Der er ingen nøgle at gemme dem under.', 'Sæt SECRETS_KEY eller SESSION_SECRET.'],
  // prettier-ignore
  'factor.key-changed':        [503, 'no',    'error', 'Engangskoden kan ikke prøves.', 'Den hemmelighed, engangskoder gemmes under, er en anden, end da du fik dine.', 'Brug en nødkode, og lav så nye engangskoder på «Din konto»; eller sæt den tidligere SECRETS_KEY igen.'],
  // prettier-ignore
  'passkey.refused':           [401, 'no',    'warn',  'Adgangsnøglen blev ikke taget.', 'Den er ukendt her, eller svaret passer ikke til det, der blev spurgt om.', 'Prøv igen, eller log på på en anden måde.'],
  // prettier-ignore
  'identity.unknown':          [403, 'no',    'warn',  'Du er ikke knyttet til en konto her.', 'Den, der står inde for dig, er kendt, men du er det ikke.', 'Bed en administrator i foreningen om at invitere dig eller bekræfte dig, og prøv igen.'],
  // prettier-ignore
  'identity.not-found':        [404, 'no',    'info',  'Identiteten findes ikke.', 'Den er ukendt eller allerede bekræftet.', 'Genindlæs listen.'],
  // prettier-ignore
  'token.refused':             [401, 'no',    'warn',  'Nøglen kan ikke bruges.', 'Den er ukendt, udløbet eller trukket tilbage.', 'Lav en ny på «Din konto».'],
  // prettier-ignore
  'token.with-cookie':         [400, 'no',    'warn',  'Anmodningen har både en nøgle og en session.', 'Så er det uklart, hvem der spørger.', 'Send kun den ene.'],
  // prettier-ignore
  'token.too-wide':            [422, 'no',    'warn',  'Nøglen blev ikke lavet.', 'Du kan ikke give den tilladelsen {permission}, for den har du ikke selv.', 'Vælg blandt dine egne tilladelser.'],
  // prettier-ignore
  'token.not-found':           [404, 'no',    'info',  'Nøglen findes ikke.', 'Den er ukendt eller allerede trukket tilbage.', 'Genindlæs listen.'],
  // prettier-ignore
  'saml.unreadable':           [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det kan ikke læses som et SAML-svar.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.status':               [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Der blev svaret, at du ikke kunne logges på.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.unsigned':             [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det er ikke underskrevet.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.wrapped':              [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Underskriften gælder ikke det, svaret siger: der er flere udsagn, eller den peger et andet sted hen.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.comment':              [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Der er skrevet kommentarer ind i det.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.algorithm':            [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det bruger en metode, der ikke længere er sikker: {algorithm}.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.signature':            [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Underskriften holder ikke: indholdet er ændret, eller den er en andens.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.not-for-us':           [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det er krypteret til en anden.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.issuer':               [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det er udstedt af en anden end den, der er aftalt.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.profile':              [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det følger ikke OIOSAML: {problem}.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.audience':             [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det er udstedt til et andet sted end her.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.expired':              [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det er forældet.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.not-yet':              [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det gælder først senere.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.replayed':             [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det er brugt før.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.not-asked':            [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det svarer ikke på noget, denne browser har spurgt om.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'saml.level':                [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Sikringsniveauet er for lavt: der kræves {least}.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'oidc.unreachable':          [401, 'no',    'warn',  'Den, der står inde for dig, kan ikke nås.', 'Der blev ikke svaret, eller svaret kunne ikke læses.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'oidc.refused':              [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Der blev svaret, at du ikke kunne logges på, eller koden var brugt.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'oidc.state':                [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det svarer ikke på noget, denne browser har spurgt om.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'oidc.mix-up':               [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det kommer fra en anden, end der blev spurgt.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'oidc.issuer':               [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det er udstedt af en anden end den, der er aftalt.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'oidc.audience':             [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det er udstedt til et andet sted end her.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'oidc.nonce':                [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det hører til en anden anmodning.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'oidc.expired':              [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det er forældet.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'oidc.algorithm':            [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Det er ikke underskrevet, som det er aftalt.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'oidc.signature':            [401, 'no',    'warn',  'Svaret fra den, der står inde for dig, blev afvist.', 'Underskriften holder ikke.', 'Log på igen. Sker det igen, så sig det til en administrator.'],
  // prettier-ignore
  'permission.denied':          [403, 'no',    'warn',  'Det har du ikke adgang til.', 'Din rolle giver ikke tilladelsen {permission}.', 'Bed en administrator om rollen, hvis du skal have den.'],
  // prettier-ignore
  'person.not-found':           [404, 'no',    'info',  'Personen findes ikke.', 'Kontoen er ukendt eller allerede lukket.', 'Find personen på listen.'],
  // prettier-ignore
  'person.exists':              [409, 'no',    'info',  'Der er allerede en konto med adressen {email}.', 'En adresse hører til én person.', 'Brug den konto, der er, eller en anden adresse.'],
  // prettier-ignore
  'person.own-roles':           [403, 'no',    'warn',  'Du kan ikke ændre dine egne roller.', 'Så kunne én person give sig selv hele vejen fra udkast til afsendelse.', 'Bed en anden administrator om det.'],
  // prettier-ignore
  'person.role-held':           [409, 'no',    'info',  'Rollen er der allerede.', 'Personen har den, eller får den, i noget af den periode.', 'Afslut den, der er, først, eller vælg en anden periode.'],
  // prettier-ignore
  'person.role-not-found':      [404, 'no',    'info',  'Rollen findes ikke.', 'Den er ukendt eller allerede afsluttet.', 'Genindlæs personens roller.'],
  // prettier-ignore
  'person.password-refused':    [422, 'no',    'info',  'Adgangskoden blev ikke skiftet.', '{reason}', 'Skriv den nuværende rigtigt, og vælg en ny på mindst 12 tegn.'],
} as const satisfies Record<string, ErrorRow>;
