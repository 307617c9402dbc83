import { standardSender } from '@genmaele/contracts';

const chair = { field: 'Udvalgsformand', name: 'Łukasz Brønd Šimić', function: 'Formand for Kultur-, Erhvervs- og Planudvalget' };
const president = { field: 'Formand', name: 'Åse Østergård-Ærø', function: 'Formand for foreningen' };

/** What every sample has in common; the people, the cases and the hearings are invented. */
export const identity = {
  sender: standardSender,
  date: '2026-08-18',
  createdAt: '2026-08-18T10:12:00+02:00',
  caseId: 'S-2026-0412',
  documentId: 'D-3f9a71c2',
  contact: { name: 'Ane Øst', email: 'anos@kl.example', direct: '3370 0000' },
  signatories: [chair, president],
};

/** The hearing that most samples answer. */
export const sampleHearing = {
  hearingTitle: 'udkast til forslag til lov om ændring af lov om almene boliger m.v. og lov om leje af almene boliger',
  bill: { title: 'Forslag til lov om ændring af lov om almene boliger m.v. og lov om leje af almene boliger' },
  ministry: 'Social- og Boligministeriet',
  ministryAddress: ['Gammel Mønt 4', '1117 København K'],
  ministryCaseNumber: '2026-1234',
  received: '2026-07-02',
};

/** The bill's own words at two addresses, invented as the bill is. */
export const sampleProvisions = [
  {
    address: '§ 1, nr. 5',
    text: 'I § 59 indsættes efter stk. 5 som nyt stykke: »Stk. 6. Kommunalbestyrelsen kan udpege fællesskabsområder.«',
  },
  { address: '§ 1, nr. 7', text: '§ 61 b, stk. 2, affattes således: »Stk. 2. Fristen er 14 dage.«' },
  { address: '§ 2, nr. 1', text: 'I § 4, stk. 1, ændres »beboerhus« til: »fælleshus«.' },
];

/** One letter of the collection. Its name becomes the file's. */
export interface SampleOf<Input> {
  readonly name: string;
  readonly data: Input;
}
