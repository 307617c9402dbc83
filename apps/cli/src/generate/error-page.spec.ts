import { AppError, errorCodes, problemOf } from '@genmaele/contracts';
import { errorPage } from './error-page.js';

describe('docs/errors.md', () => {
  it('has a place for every code, where problems point to', () => {
    const page = errorPage();
    for (const code of errorCodes) {
      const anchor = problemOf(new AppError(code)).type.split('#')[1];
      expect(page).toContain(`<a id="${anchor}"></a>\n\n## \`${code}\`\n`);
    }
  });

  it('says what, why and what to do for each', () => {
    expect(errorPage().match(/\n- \*\*What:\*\* .+\n- \*\*Why:\*\* .+\n- \*\*What to do:\*\* .+\n/g)).toHaveLength(errorCodes.length);
  });
});
