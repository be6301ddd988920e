import type { Language } from '#contract/common.ts';

/** When an urgent phrase says that it is over: within a day and a half, or soon. */
export type Urgency = 'today' | 'soon';

interface Words {
  readonly today: readonly string[];
  readonly soon: readonly string[];
  readonly discount: readonly string[];
  readonly half: readonly string[];
  readonly free: readonly string[];
  /** Where `free` costs nothing to say. */
  readonly notFree: readonly string[];
}

/** As folded by `folded` of subject-rules.ts: lower case, straight apostrophes. Each is matched as whole words. */
export const words: Readonly<Record<Language, Words>> = {
  en: {
    today: [
      ...[
        'today only',
        'only today',
        'ends today',
        'ends tonight',
        'ending tonight',
        'ends at midnight',
        'until midnight',
      ],
      ...['expires today', 'expires tonight', 'last day', 'final day', 'final hours', 'last hours', 'hours left'],
      ...['24 hours only', 'only 24 hours', 'tonight only'],
    ],
    soon: [
      ...['last chance', 'final chance', 'hurry', 'act now', 'act fast', 'ends soon', 'ending soon', 'expires soon'],
      ...[
        'limited time',
        'while it lasts',
        'before it is too late',
        "before it's too late",
        "don't miss out",
        'final call',
      ],
      ...['last call', 'almost over', 'ends tomorrow', 'days left'],
    ],
    discount: ['discount', 'discounts', 'price cut', 'reduced', 'clearance', 'sale', 'off everything', 'money off'],
    half: ['half price', 'half-price', 'half off'],
    free: ['free'],
    notFree: [
      ...[
        'feel free',
        'free of',
        'free from',
        'free to',
        'free time',
        'free range',
        'for sale',
        'free will',
        'set free',
      ],
    ],
  },
  de: {
    today: [
      ...[
        'nur heute',
        'nur noch heute',
        'heute noch',
        'endet heute',
        'läuft heute ab',
        'letzter tag',
        'letzte stunden',
      ],
      ...['bis mitternacht', 'nur 24 stunden', 'nur noch stunden', 'nur noch wenige stunden'],
    ],
    soon: [
      ...['letzte chance', 'letzte gelegenheit', 'nur kurze zeit', 'nur für kurze zeit', 'endet bald', 'endet morgen'],
      ...[
        'schnell sein',
        'jetzt zugreifen',
        'beeilen sie sich',
        'letzte tage',
        'solange der vorrat reicht',
        'nicht verpassen',
      ],
    ],
    discount: ['rabatt', 'rabatte', 'reduziert', 'preisnachlass', 'sale', 'schlussverkauf', 'nachlass', 'sonderpreis'],
    half: ['halber preis', 'zum halben preis'],
    free: ['gratis', 'kostenlos', 'kostenlose', 'kostenloser', 'kostenloses', 'umsonst', 'geschenkt'],
    notFree: ['nicht umsonst'],
  },
  fr: {
    today: [
      ...[
        "aujourd'hui seulement",
        "seulement aujourd'hui",
        "se termine aujourd'hui",
        'se termine ce soir',
        'dernier jour',
      ],
      ...['dernières heures', 'plus que quelques heures', "jusqu'à minuit", '24 heures seulement', 'ce soir seulement'],
    ],
    soon: [
      ...[
        'dernière chance',
        'derniers jours',
        'dépêchez-vous',
        'vite',
        'offre limitée',
        'durée limitée',
        'se termine bientôt',
      ],
      ...['ne manquez pas', 'se termine demain', 'plus que quelques jours'],
    ],
    discount: ['remise', 'remises', 'réduction', 'réductions', 'promo', 'promotion', 'soldes', 'rabais'],
    half: ['moitié prix', 'à moitié prix'],
    free: ['gratuit', 'gratuite', 'gratuits', 'gratuites', 'gratuitement', 'offert', 'offerte', 'offerts', 'offertes'],
    notFree: [],
  },
  es: {
    today: [
      ...['solo hoy', 'sólo hoy', 'termina hoy', 'acaba hoy', 'termina esta noche', 'acaba esta noche', 'último día'],
      ...['últimas horas', 'hasta medianoche', 'hasta la medianoche', 'solo 24 horas', 'sólo 24 horas'],
    ],
    soon: [
      ...['última oportunidad', 'últimos días', 'date prisa', 'dese prisa', 'tiempo limitado', 'termina pronto'],
      ...['no te lo pierdas', 'no se lo pierda', 'termina mañana', 'acaba mañana'],
    ],
    discount: ['descuento', 'descuentos', 'rebaja', 'rebajas', 'oferta', 'ofertas', 'rebajado', 'liquidación'],
    half: ['mitad de precio', 'a mitad de precio'],
    free: ['gratis', 'gratuito', 'gratuita', 'gratuitos', 'gratuitas', 'de regalo'],
    notFree: [],
  },
};
