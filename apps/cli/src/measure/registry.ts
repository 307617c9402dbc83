import { type Measure } from './figure.js';

/** What can be proved and measured, by name. The code is loaded when it is asked for. */
export type Registry = Readonly<Record<string, { readonly danish: string; readonly load: () => Promise<Measure> }>>;

/** `npm run proof -- NAME`: a promise and whether it holds. */
export const proofs: Registry = {
  journey: {
    danish: 'intet tabt og intet gjort to gange, hvem der end dør undervejs',
    load: async () => (await import('./journey-proof.js')).proveJourney,
  },
  read: {
    danish: 'intet af et lovforslag går tabt, og bestemmelser genfindes i næste udgave',
    load: async () => (await import('./read-proof.js')).proveReading,
  },
  letter: {
    danish: 'hvert brev for fremmede dommere, underskrevet på hvert niveau, og angrebet',
    load: async () => (await import('./letter-proof.js')).proveLetter,
  },
  access: {
    danish: 'hvem der slippes ind, og hvert angreb på at logge på',
    load: async () => (await import('./access.js')).proveAccess,
  },
  case: {
    danish: 'kalenderen, alarmerne og sagens gang',
    load: async () => (await import('./case.js')).proveCase,
  },
};

/** `npm run bench -- NAME`: how fast something is, and how we know. */
export const benches: Registry = {
  journey: { danish: 'hele vejens fart, og fra løfte til udførelse', load: async () => (await import('./journey-bench.js')).benchJourney },
  read: {
    danish: 'hvor hurtigt lovforslag læses, og om tiden vokser som filen',
    load: async () => (await import('./read-bench.js')).benchRead,
  },
  letter: {
    danish: 'hvor hurtigt et brev tegnes og underskrives, ved siden af andre',
    load: async () => (await import('./letter-bench.js')).benchLetter,
  },
  case: { danish: 'hvor hurtigt en plan lægges, og fem tusind lægges om', load: async () => (await import('./case.js')).benchCase },
};
