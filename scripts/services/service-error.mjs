/** The one kind of error that the services raise on purpose. */

/** Something a person can mend. `message` is one plain Danish line that says what is wrong and what to do. */
export class ServiceError extends Error {
  /**
   * @param {string} code `noun.problem`, stable, for programs
   * @param {string} message one Danish line, for people
   * @param {{ cause?: unknown }} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = 'ServiceError';
    this.code = code;
  }
}
