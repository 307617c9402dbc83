import { type FollowReason, type NodeFate, type NodePlace } from '@genmaele/contracts';

/** What an explanation is made of. */
interface Facts {
  fate: NodeFate | 'new';
  reason: FollowReason;
  address: string;
  places: readonly NodePlace[];
}

const whys: Record<FollowReason, string> = {
  'same-words': 'ordlyden er den samme',
  renumbered: 'ordlyden er den samme; den har fået et andet nummer',
  'parent-moved': 'ordlyden er den samme; det, den står i, har fået et andet nummer',
  reordered: 'ordlyden er den samme; rækkefølgen er en anden',
  'moved-out': 'ordene står nu et andet sted',
  'same-act': 'den ændrer den samme lov',
  'similar-words': 'ordlyden ligner',
  'same-role': 'den står på samme plads',
  'words-divided': 'ordene er delt mellem flere',
  'words-joined': 'ordene er lagt sammen med andres',
  'parent-without-place': 'det gælder også det, den står i',
  'nothing-left': 'ingen bestemmelse i den anden udgave har de samme eller lignende ord',
};

function namesOf(places: readonly NodePlace[]): string {
  const named = places.map(({ address }) => address).filter((address) => address !== '');
  const last = named.at(-1) ?? '';
  return named.length > 1 ? `${named.slice(0, -1).join('; ')} og ${last}` : last;
}

/** The fate of a node and the reason for it as one Danish sentence. */
export function explain({ fate, reason, address, places }: Facts): string {
  const names = namesOf(places);
  const to = names === '' ? '' : ` ${names}`;
  const what: Record<Facts['fate'], string> = {
    same: 'Uændret',
    moved: to === '' ? 'Flyttet' : address === names ? 'Flyttet, men med samme betegnelse' : `Er nu${to}`,
    changed: to === '' || address === names ? 'Ændret' : `Ændret, og er nu${to}`,
    split: `Delt${to === '' ? '' : ` i${to}`}`,
    merged: `Lagt sammen${to === '' ? '' : ` i${to}`}`,
    gone: 'Udgået',
    new: 'Ny',
  };
  return `${what[fate]}: ${whys[reason]}.`;
}
