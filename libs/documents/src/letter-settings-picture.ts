import { deflateSync, inflateSync } from 'node:zlib';

/** A picture as a letter embeds it; see `letterLogo`. */
export interface Picture {
  format: 'jpeg-rgb' | 'jpeg-gray' | 'rgb';
  pixelWidth: number;
  pixelHeight: number;
  bytes: Uint8Array<ArrayBuffer>;
}

const mostPixels = 4_000_000;
const pngStart = Buffer.from('89504e470d0a1a0a', 'hex');

/**
 * Reads a JPEG (kept as it is) or a PNG (8 bits, not interlaced; what is transparent is laid on white, so that the letter has no transparency).
 * Throws an Error with what is wrong in Danish.
 */
export function readPicture(file: Buffer): Picture {
  if (file.subarray(0, 8).equals(pngStart)) return readPng(file);
  if (file.readUInt16BE(0) === 0xffd8) return readJpeg(file);
  throw new Error('billedet er hverken PNG eller JPEG');
}

function readJpeg(file: Buffer): Picture {
  for (let at = 2; at + 9 < file.length; at += 2 + file.readUInt16BE(at + 2)) {
    const marker = file.readUInt16BE(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (!isFrame) continue;
    const components = file[at + 9];
    if (components !== 1 && components !== 3) throw new Error('JPEG-billedet er i CMYK; gem det i RGB');
    const format = components === 3 ? 'jpeg-rgb' : 'jpeg-gray';
    return { format, pixelWidth: file.readUInt16BE(at + 7), pixelHeight: file.readUInt16BE(at + 5), bytes: new Uint8Array(file) };
  }
  throw new Error('JPEG-billedet er i stykker');
}

interface PngHead {
  width: number;
  height: number;
  /** 0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGB with alpha (PNG, 11.2.2). */
  color: number;
}

const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

function readPng(file: Buffer): Picture {
  const chunks = chunksOf(file);
  const head = chunks.find(({ type }) => type === 'IHDR')!.data;
  const { width, height, color } = { width: head.readUInt32BE(0), height: head.readUInt32BE(4), color: head[9]! } satisfies PngHead;
  if (head[8] !== 8 || head[12] !== 0) throw new Error('PNG-billedet skal have 8 bit pr. kanal og ikke være interlaced');
  if (width * height > mostPixels) throw new Error('PNG-billedet er for stort; højst 4 mio. billedpunkter');
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const raw = unfiltered(inflateSync(packed, { maxOutputLength: mostPixels * 5 }), width, height, channels[color] ?? 0);
  const palette = chunks.find(({ type }) => type === 'PLTE')?.data;
  const alpha = chunks.find(({ type }) => type === 'tRNS')?.data;
  const pixels = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i += 1) pixels.set(onWhite(pixelOf(raw, i, color, palette, alpha)), i * 3);
  return { format: 'rgb', pixelWidth: width, pixelHeight: height, bytes: new Uint8Array(deflateSync(pixels)) };
}

function chunksOf(file: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    chunks.push({ type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  if (chunks[0]?.type !== 'IHDR' || chunks[0].data.length < 13) throw new Error('PNG-billedet er i stykker');
  return chunks;
}

/** Undoes the five filters of PNG (9.2): each byte was written as its difference from its neighbours. */
function unfiltered(filtered: Buffer, width: number, height: number, step: number): Buffer {
  const stride = width * step;
  if (step === 0 || filtered.length < height * (stride + 1)) throw new Error('PNG-billedet er i stykker');
  const raw = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y += 1) {
    const filter = filtered[y * (stride + 1)]!;
    for (let x = 0; x < stride; x += 1) {
      const left = x < step ? 0 : raw[y * stride + x - step]!;
      const up = y === 0 ? 0 : raw[(y - 1) * stride + x]!;
      const corner = y === 0 || x < step ? 0 : raw[(y - 1) * stride + x - step]!;
      const guess = [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter] ?? 0;
      raw[y * stride + x] = (filtered[y * (stride + 1) + 1 + x]! + guess) & 0xff;
    }
  }
  return raw;
}

/** Paeth's predictor: whichever neighbour is nearest to left + up − corner. */
function nearest(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

type Rgba = [red: number, green: number, blue: number, alpha: number];

function pixelOf(raw: Buffer, i: number, color: number, palette: Buffer | undefined, alpha: Buffer | undefined): Rgba {
  const at = i * channels[color]!;
  const [a, b, c, d] = [raw[at]!, raw[at + 1] ?? 0, raw[at + 2] ?? 0, raw[at + 3] ?? 255];
  if (color === 3) return [palette?.[a * 3] ?? 0, palette?.[a * 3 + 1] ?? 0, palette?.[a * 3 + 2] ?? 0, alpha?.[a] ?? 255];
  if (color === 0) return [a, a, a, 255];
  if (color === 4) return [a, a, a, b];
  return [a, b, c, color === 6 ? d : 255];
}

function onWhite([red, green, blue, alpha]: Rgba): number[] {
  return [red, green, blue].map((value) => Math.round((value * alpha + 255 * (255 - alpha)) / 255));
}
