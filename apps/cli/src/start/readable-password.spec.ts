import { readablePassword } from './readable-password.js';

it('draws passwords that can be read aloud, and never the same twice', () => {
  const drawn = Array.from({ length: 200 }, readablePassword);
  for (const password of drawn) expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
  expect(new Set(drawn).size).toBe(200);
});
