import { CommanderError } from 'commander';
import { commandLine } from './command-line.js';

/** What a command line prints on standard error, and how it ends. */
async function run(...args: string[]): Promise<{ error: unknown; said: string }> {
  let said = '';
  const program = commandLine();
  const listen = (command: typeof program): void => {
    command.configureOutput({ writeOut: (text) => (said += text), writeErr: (text) => (said += text) });
    command.commands.forEach((each) => listen(each as typeof program));
  };
  listen(program);
  const error = await program.parseAsync(args, { from: 'user' }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, said };
}

describe('the command line', () => {
  it('tells everything there is', async () => {
    const { said } = await run('--help');
    for (const name of ['start', 'read', 'doctor', 'migrate', 'admin', 'authority', 'work', 'audit', 'generate', 'proof', 'bench'])
      expect(said).toContain(`\n  ${name}`);
    expect(said).toMatch(/^Brug: genmaele/);
    expect(said).not.toMatch(/Usage|Options|Commands|display help/);
  });

  it.each([
    [['nonsense'], "Kommandoen 'nonsense' findes ikke."],
    [['start', '--nonsense'], "Tilvalget '--nonsense' findes ikke."],
    [['proof'], "Argumentet 'navn' mangler."],
    [['read'], "Argumentet 'fil' mangler."],
    [['read', 'x.html', '--diff'], "Tilvalget '--diff <fil>' mangler sin værdi."],
    [['admin', 'create'], "Tilvalget '--name <navn>' mangler."],
    [['start', '--out'], "Tilvalget '--out <mappe>' mangler sin værdi."],
    [['doctor', 'x'], 'Der er for mange argumenter.'],
  ])('refuses %p in Danish', async (args, refusal) => {
    const { error, said } = await run(...args);
    expect(error).toBeInstanceOf(CommanderError);
    expect(said).toContain(refusal);
    expect(said).not.toContain('error:');
  });
});
