/** Drawings for templates: flat, few colours, so that they are small and look right on light and dark paper. */
export interface Drawing {
  readonly svg: string;
  readonly width: number;
}

const drawing = (width: number, height: number, inside: string): Drawing => ({
  width,
  svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inside}</svg>`,
});

const rect = (x: number, y: number, width: number, height: number, fill: string, radius = 0): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" rx="${radius}"/>`;

interface Spine {
  readonly width: number;
  readonly height: number;
  readonly colour: string;
  readonly band?: string;
}

/** Books that stand on a board, from left to right. */
function books(x: number, board: number, spines: readonly Spine[]): string {
  let at = x;
  let drawn = '';
  for (const { width, height, colour, band } of spines) {
    drawn += rect(at, board - height, width, height, colour, 4);
    if (band !== undefined)
      drawn +=
        rect(at + width * 0.18, board - height + 34, width * 0.64, 12, band, 3) +
        rect(at + width * 0.18, board - 52, width * 0.64, 8, band, 3);
    at += width + 3;
  }
  return drawn;
}

const [night, petrol, brick, mustard, cream, sage, ink] = [
  '#16384a',
  '#1f5c7a',
  '#c4553b',
  '#e9b44c',
  '#fbf3e4',
  '#7d9d83',
  '#22201d',
];

const shelves = drawing(
  1200,
  600,
  [
    rect(0, 0, 1200, 600, cream),
    // A window onto the harbour, at dusk.
    `<clipPath id="w"><rect x="720" y="70" width="380" height="330" rx="14"/></clipPath><g clip-path="url(#w)">${rect(720, 70, 380, 330, '#f6c98b')}<circle cx="960" cy="268" r="62" fill="${brick}"/>${rect(720, 286, 380, 120, petrol)}<path d="M720 318q48 -14 95 0t95 0t95 0t95 0v90H720z" fill="${night}"/><path d="M800 292l30 -96v96z" fill="${cream}"/><path d="M834 292V210l40 82z" fill="#fff"/><path d="M784 298h102l-18 24h-66z" fill="${ink}"/></g>`,
    `<rect x="720" y="70" width="380" height="330" rx="14" fill="none" stroke="${ink}" stroke-width="12"/><path d="M910 70V400M720 235H1100" stroke="${ink}" stroke-width="8"/>`,
    books(96, 280, [
      { width: 56, height: 176, colour: petrol, band: cream },
      { width: 44, height: 150, colour: brick },
      { width: 66, height: 196, colour: mustard, band: ink },
      { width: 40, height: 164, colour: night, band: mustard },
      { width: 58, height: 140, colour: sage },
      { width: 48, height: 182, colour: brick, band: cream },
      { width: 70, height: 158, colour: '#3f7f9c', band: cream },
    ]),
    rect(70, 280, 560, 18, '#8a5a36', 4),
    books(96, 500, [
      { width: 70, height: 160, colour: mustard, band: ink },
      { width: 46, height: 144, colour: night },
      { width: 52, height: 172, colour: sage, band: cream },
      { width: 64, height: 150, colour: brick, band: cream },
      { width: 40, height: 168, colour: petrol },
    ]),
    // A stack that lies, a plant on it.
    rect(420, 470, 180, 30, petrol, 5) + rect(436, 442, 150, 28, mustard, 5) + rect(428, 412, 168, 30, brick, 5),
    `<path d="M480 412h60l-9 -56h-42z" fill="${cream}" stroke="${ink}" stroke-width="5"/><path d="M510 356c-6 -50 -44 -56 -52 -86c40 4 54 40 52 86zM512 356c4 -58 40 -62 46 -98c-38 8 -54 48 -46 98z" fill="${sage}"/>`,
    rect(70, 500, 1060, 22, '#8a5a36', 4),
    // A cup for whoever reads.
    `<path d="M806 500h132c14 0 20 -14 20 -28v-54H786v54c0 14 6 28 20 28z" fill="#fff" stroke="${ink}" stroke-width="7"/><path d="M958 430c40 -8 46 52 -4 50" fill="none" stroke="${ink}" stroke-width="10"/>`,
  ].join('\n'),
);

const coffee = drawing(
  800,
  560,
  [
    rect(0, 0, 800, 560, '#f2d8b0'),
    `<circle cx="400" cy="262" r="206" fill="${mustard}"/>`,
    `<path d="M340 150q-26 -34 0 -66t0 -60M412 150q-26 -34 0 -66t0 -60M484 150q-26 -34 0 -66t0 -60" fill="none" stroke="#fff8ea" stroke-width="13" stroke-linecap="round"/>`,
    `<path d="M254 200h316v120c0 76 -54 124 -124 124h-68c-70 0 -124 -48 -124 -124z" fill="#fff"/><path d="M254 200h316v34H254z" fill="#6b3f23"/><path d="M570 236c92 -16 96 132 -16 124" fill="none" stroke="#fff" stroke-width="30"/>`,
    `<path d="M254 300h316v22c0 10 -1 20 -3 30H257c-2 -10 -3 -20 -3 -30z" fill="${petrol}"/>`,
    `<ellipse cx="412" cy="456" rx="240" ry="26" fill="${night}"/>`,
    rect(0, 478, 800, 82, brick),
  ].join('\n'),
);

const lamp = drawing(
  800,
  560,
  [
    rect(0, 0, 800, 560, night),
    `<path d="M250 214L40 560H700L438 214z" fill="${mustard}" fill-opacity="0.28"/>`,
    `<path d="M268 214h150l-38 -104c-6 -14 -20 -22 -36 -22s-30 8 -36 22z" fill="${brick}"/><path d="M346 90c150 -60 262 8 262 130V450" fill="none" stroke="${cream}" stroke-width="13" stroke-linecap="round"/>`,
    `<ellipse cx="343" cy="216" rx="60" ry="14" fill="#fff2cf"/>`,
    rect(544, 440, 130, 20, cream, 8),
    `<path d="M350 436c-60 -40 -160 -44 -246 -20v-116c86 -24 186 -20 246 20z" fill="#fff"/><path d="M350 436c60 -40 160 -44 180 -36v-116c-20 -8 -120 -4 -180 36z" fill="${cream}"/><path d="M136 336c56 -12 116 -8 176 12M136 368c56 -12 116 -8 176 12M388 346c40 -18 76 -24 112 -22M388 378c40 -18 76 -24 112 -22" fill="none" stroke="#b9ad98" stroke-width="7" stroke-linecap="round"/>`,
    rect(0, 460, 800, 100, '#0f2937'),
  ].join('\n'),
);

export const stockIds = { shelves: 'stock-shelves-01', coffee: 'stock-coffee-001', lamp: 'stock-lamp-00001' } as const;

export const stock: ReadonlyMap<string, Drawing> = new Map([
  [stockIds.shelves, shelves],
  [stockIds.coffee, coffee],
  [stockIds.lamp, lamp],
]);
