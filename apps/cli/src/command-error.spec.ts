import { AppError } from '@genmaele/contracts';
import { CommandError, plainMessage } from './command-error.js';

describe('an error told to a person', () => {
  it('says what, why and what to do', () => {
    expect(plainMessage(new CommandError('Hvad.', 'Hvorfor.', 'Gør.'))).toBe('Hvad. Hvorfor. Gør.');
    expect(plainMessage(new CommandError('Hvad.', '', ''))).toBe('Hvad.');
  });

  it('tells an error of the product by the error table', () => {
    expect(plainMessage(new AppError('environment.invalid', { problem: 'MAIL_URL mangler' }))).toMatch(
      /^Indstillingerne er forkerte: MAIL_URL mangler\. .+ Ret indstillingen; se \.env\.example\.$/,
    );
  });

  it('tells an error of the services as they wrote it', () => {
    const error = Object.assign(new Error('Porten er optaget: vælg en anden.'), { name: 'ServiceError' });
    expect(plainMessage(error)).toBe('Porten er optaget: vælg en anden.');
  });

  it('is never empty, not even for what has no message', () => {
    expect(plainMessage(new AggregateError([new Error('connect ECONNREFUSED')]))).toContain('connect ECONNREFUSED');
    expect(plainMessage(new TypeError(''))).toContain('TypeError');
    expect(plainMessage('x')).toContain('x');
  });
});
