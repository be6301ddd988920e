import type { Language } from '#contract/common.ts';

const en = {
  gets: (title: string, brand: string) => `You get ${title} from ${brand}.`,
  unsubscribe: 'Unsubscribe',
  preferences: 'Change what you get',
  webCopy: 'Read it in your browser',
};

/** At the foot of every campaign. */
export const footerWords: Readonly<Record<Language, typeof en>> = {
  en,
  de: {
    gets: (title, brand) => `Sie erhalten von ${brand}: ${title}.`,
    unsubscribe: 'Abbestellen',
    preferences: 'Ändern, was Sie erhalten',
    webCopy: 'Im Browser lesen',
  },
  fr: {
    gets: (title, brand) => `Vous recevez de ${brand} : ${title}.`,
    unsubscribe: 'Se désabonner',
    preferences: 'Modifier ce que vous recevez',
    webCopy: 'Lire dans le navigateur',
  },
  es: {
    gets: (title, brand) => `Usted recibe de ${brand}: ${title}.`,
    unsubscribe: 'Darse de baja',
    preferences: 'Cambiar lo que recibe',
    webCopy: 'Leer en el navegador',
  },
};
