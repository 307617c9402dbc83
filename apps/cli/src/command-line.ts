import { Command } from 'commander';
import { type MeasureOptions } from './measure/measure.js';
import { type AdminOptions } from './commands/admin.js';
import { type AuthorityOptions } from './commands/authority.js';
import { type VerifyLogOptions } from './commands/audit.js';
import { type ExportOptions } from './commands/export.js';
import { type LettersOptions } from './commands/letters.js';
import { type ReadOptions } from './commands/read.js';
import { type RetentionOptions } from './commands/retention.js';
import { type VerifyOptions } from './commands/verify.js';
import { type StartOptions } from './start/start-options.js';

const titles: Record<string, string> = {
  'Usage:': 'Brug:',
  'Options:': 'Tilvalg:',
  'Commands:': 'Kommandoer:',
  'Arguments:': 'Argumenter:',
};

/** Commander's own refusals, in Danish. */
const refusals: [from: RegExp, to: string][] = [
  [/^error: unknown command '(.*)'/, "Kommandoen '$1' findes ikke. Se genmaele --help"],
  [/^error: unknown option '(.*)'/, "Tilvalget '$1' findes ikke. Se genmaele --help"],
  [/^error: missing required argument '(.*)'/, "Argumentet '$1' mangler. Se genmaele --help"],
  [/^error: required option '(.*)' not specified/, "Tilvalget '$1' mangler. Se genmaele --help"],
  [/^error: option '(.*)' argument missing/, "Tilvalget '$1' mangler sin værdi. Se genmaele --help"],
  [/^error: too many arguments.*/, 'Der er for mange argumenter. Se genmaele --help'],
];

function danish(refusal: string): string {
  const known = refusals.find(([from]) => from.test(refusal));
  return known ? refusal.replace(...known) : refusal;
}

function speaksDanish(command: Command): Command {
  return command
    .helpOption('-h, --help', 'vis hjælp')
    .configureHelp({ styleTitle: (title) => titles[title] ?? title, showGlobalOptions: false })
    .configureOutput({ outputError: (text, write) => write(danish(text)) })
    .exitOverride();
}

/** A command whose code is loaded when it is asked for, so that `--help` and `doctor` need nothing but this file. */
function add(parent: Command, usage: string, description: string): Command {
  return speaksDanish(parent.command(usage)).description(description);
}

/** The `genmaele` command with everything there is. */
export function commandLine(): Command {
  const program = speaksDanish(new Command('genmaele')).description(
    'Genmæle: fra lovforslag i høring til underskrevet svar hos ministeriet.',
  );
  program.helpCommand('help [kommando]', 'vis hjælp til en kommando');
  addStart(program);
  addReading(program);
  addLetters(program);
  addUpkeep(program);
  addWork(program);
  addExports(program);
  addVerify(program);
  addMeasures(program);
  return program;
}

function addStart(program: Command): void {
  add(program, 'start', 'start Genmæle; første gang føres et eksempel hele vejen fra høring til svar')
    .option('--once', 'før kun eksemplet igennem, og stop')
    .option('--out <mappe>', 'hvor --once lægger brev, mail og journal (ellers: out)')
    .option('--bill <fil>', 'et andet lovforslag end eksemplets (PDF, Word, HTML, LexDania-XML eller tekst); kun med --once')
    .option('--deadline <frist>', 'høringsfristen som ÅÅÅÅ-MM-DD eller ÅÅÅÅ-MM-DDTTT:MM; kun med --once')
    .action(async (options: StartOptions) => (await import('./start/start-command.js')).start(options));
}

function addReading(program: Command): void {
  add(program, 'read', 'læs et lovforslag, og vis dets bestemmelser, hvad de ændrer, og hvad der er tvivl om')
    .argument('<fil>', 'lovforslag eller lov: HTML, LexDania-XML, PDF, DOCX eller ren tekst')
    .option('--json', 'vis det hele som JSON')
    .option('--diff <fil>', 'en senere udgave: vis, hvad der er ændret, bestemmelse for bestemmelse')
    .action(async (file: string, options: ReadOptions) => (await import('./commands/read.js')).read(file, options));
}

function addLetters(program: Command): void {
  add(program, 'letters', 'skriv prøvebreve: hver skabelon med hvert eksempel, usigneret og underskrevet med prøvenøgler')
    .requiredOption('--out <mappe>', 'hvor brevene lægges')
    .option('--only <navn>', 'kun breve, hvis navn begynder sådan')
    .option('--forms <former>', 'underskrevne former med komma imellem: b-b, b-t, second, b-lt, b-lta; eller none (ellers: alle)')
    .option('--settings <fil>', 'brevenes indstillinger (ellers: LETTER_SETTINGS, ellers KL’s egne)')
    .action(async (options: LettersOptions) => (await import('./commands/letters.js')).letters(options));
}

function addUpkeep(program: Command): void {
  add(program, 'doctor', 'undersøg installationen, og sig, hvad der skal mendes').action(async () =>
    (await import('./commands/doctor.js')).doctor(),
  );
  add(program, 'migrate', 'bring databasen op til nyeste udgave (DATABASE_OWNER_URL)').action(async () =>
    (await import('./commands/migrate.js')).migrate(),
  );
  const admin = add(program, 'admin', 'administratorer');
  add(admin, 'create', 'opret den første administrator; adgangskoden læses fra tastatur eller standard input')
    .requiredOption('--name <navn>', 'navn')
    .requiredOption('--email <adresse>', 'e-mail, som der logges på med')
    .option('--generate', 'lav en adgangskode, og vis den én gang')
    .action(async (options: AdminOptions) => (await import('./commands/admin.js')).createAdministrator(options));
  const taken = add(program, 'import', 'tag oplysninger udefra ind');
  add(taken, 'kle', 'tag KLE’s emneplan ind, så sager kan klassificeres efter den')
    .argument('<fil>', 'emneplanen som XML, hentet hos KLE')
    .action(async (file: string) => (await import('./commands/import-kle.js')).importKleFile(file));
  add(taken, 'meetings', 'tag en mødekalender ind: CSV med udvalg;dato;start;sted;online;dagsorden;papirer')
    .argument('<fil>', 'kalenderen; hele filen tages ind eller intet')
    .action(async (file: string) => (await import('./commands/import-meetings.js')).takeInMeetings(file));
  add(program, 'authority', 'lav en udviklingsudsteder, og svar på tidsstempler, OCSP og spærrelister; til prøver')
    .requiredOption('--dir <mappe>', 'hvor dens nøgler og certifikater ligger eller lægges')
    .option('--port <port>', 'hvor den svarer (ellers: som sidst, eller en ledig)')
    .action(async (options: AuthorityOptions) => (await import('./commands/authority.js')).authority(options));
  add(program, 'generate', 'skriv de dannede filer på ny')
    .option('--check', 'sig kun, om de er friske')
    .action(async (options: { check?: boolean }) => (await import('./generate/generate-command.js')).generate(options));
}

function addWork(program: Command): void {
  const work = add(program, 'work', 'arbejde, der er gået i stå');
  add(work, 'list', 'vis det arbejde, der er opgivet').action(async () => (await import('./commands/work.js')).listWork());
  add(work, 'retry', 'sæt opgivet arbejde i gang igen')
    .argument('<id>', 'arbejdets id')
    .action(async (id: string) => (await import('./commands/work.js')).retryDeadWork(id));
  const audit = add(program, 'audit', 'loggen');
  add(audit, 'verify', 'efterprøv hele loggens kæde, også mod det, der er gjort fast')
    .option('--anchors <fil>', 'kopien af loggens ender (ellers: AUDIT_ANCHOR_FILE; for --bundle kun, når den gives)')
    .option('--bundle <fil>', 'efterprøv i stedet et udtræk af en sag, uden database')
    .option('--root <fil>', 'certifikat (PEM), som bundtets tidsstempel skal føre til (ellers: TRUSTED_ROOT_FILE)')
    .action(async (options: VerifyLogOptions) => (await import('./commands/audit.js')).verifyLog(options));
}

function addExports(program: Command): void {
  const taken = add(program, 'export', 'tag ud, hvad Genmæle har');
  add(taken, 'case', 'en sag som ét bundt, der kan efterprøves uden database (audit verify --bundle)')
    .argument('<nummer>', 'sagens nummer eller id')
    .requiredOption('--out <fil>', 'zip-filen, der skrives')
    .action(async (number: string, options: ExportOptions) => (await import('./commands/export.js')).exportCaseFile(number, options));
  add(taken, 'person', 'alt, hvad Genmæle har om en person (databeskyttelsesforordningens artikel 15)')
    .argument('<e-mail>', 'den e-mail, personen logger på med')
    .requiredOption('--out <fil>', 'zip-filen, der skrives')
    .action(async (email: string, options: ExportOptions) => (await import('./commands/export.js')).exportPersonFile(email, options));
  add(program, 'retention', 'fjern det, der er gemt længe nok (sker ellers hver nat)')
    .option('--dry-run', 'sig kun, hvad der ville gå')
    .action(async (options: RetentionOptions) => (await import('./commands/retention.js')).retention(options));
}

function addVerify(program: Command): void {
  add(
    program,
    'verify',
    'efterprøv en PDF: hvem har skrevet under, og er noget ændret siden? Svarer 0, 3 ændret, 4 ingen underskrift, 5 kan ikke afgøres',
  )
    .argument('<fil>', 'PDF-filen')
    .option('--json', 'svar som JSON')
    .option(
      '--root <fil>',
      'certifikat (PEM), som underskrifter skal føre til; kan gives flere gange',
      (file: string, all: string[]) => [...all, file],
      [],
    )
    .action(async (file: string, options: VerifyOptions) => (await import('./commands/verify.js')).verify(file, options));
}

function addMeasures(program: Command): void {
  for (const [kind, description] of [
    ['proof', 'før bevis for et løfte; fejler, når noget er for kort'],
    ['bench', 'mål, hvad der er hurtigt'],
  ] as const) {
    add(program, kind, description)
      .argument('<navn>', 'hvad der måles')
      .option('--full', 'den lange udgave')
      .option('--rounds <antal>', 'hvor mange gange hvert punkt prøves')
      .option('--store <lager>', 'kølager: redis eller postgres')
      .action(async (name: string, options: MeasureOptions) => (await import('./measure/measure.js')).measure(kind, name, options));
  }
}
