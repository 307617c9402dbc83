import { z } from 'zod';
import { type LetterSender, letterSender } from './letter-data.js';
import { letterWording, standardWording } from './letter-wording.js';

/** The association as its letters present it: public facts of its letterhead. */
export const standardSender: LetterSender = {
  name: 'KL',
  fullName: 'KL – Kommunernes Landsforening',
  address: ['Weidekampsgade 10', '2300 København S'],
  phone: '3370 3370',
  email: 'kl@kl.dk',
  web: 'www.kl.dk',
};

const { shape } = letterSender;
const sender = z.strictObject({
  name: shape.name.default(standardSender.name),
  fullName: shape.fullName.default(standardSender.fullName),
  address: shape.address.default(standardSender.address),
  phone: shape.phone.default(standardSender.phone),
  email: shape.email.default(standardSender.email),
  web: shape.web.default(standardSender.web),
});

const width = z.number().min(10).max(98).describe('How wide it is drawn, in points; the column is 98');
const alt = z.string().max(200).describe('What a reader hears in its place; empty when it is ornament');
const logo = z.union([
  z.strictObject({
    path: z.string().min(1).max(100_000),
    viewBox: z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()]),
    width,
    alt,
  }),
  z.strictObject({ file: z.string().min(1).describe('PNG or JPEG, beside the settings'), width, alt }),
]);

const font = z.string().min(1).optional();

/**
 * What letters look like without a change of code, as one JSON file says it. Everything may be left out; what is left out is the association's
 * own. Files are named relative to the settings. See `docs/letters.md`.
 */
export const letterSettingsFile = z.strictObject({
  sender: sender.default(standardSender),
  logo: logo.optional(),
  /** Static TrueType files. */
  fonts: z.strictObject({ text: font, strong: font, stress: font, sans: font, sansStrong: font }).default({}),
  wording: letterWording.default(standardWording),
});

/** See {@link letterSettingsFile}. */
export type LetterSettingsFile = z.infer<typeof letterSettingsFile>;
