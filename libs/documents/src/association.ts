import { type LetterSender } from '@genmaele/contracts';

/** The association as its letters present it: public facts of its letterhead. */
export const association: { sender: LetterSender } = {
  sender: {
    name: 'KL',
    fullName: 'KL – Kommunernes Landsforening',
    address: ['Weidekampsgade 10', '2300 København S'],
    phone: '3370 3370',
    email: 'kl@kl.dk',
    web: 'www.kl.dk',
  },
};
