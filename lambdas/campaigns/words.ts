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

const gone = {
  title: 'This message is no longer kept here',
  text: 'Messages can be read on the web for some weeks after they were sent. You will find yours in your mail.',
};

/** Where a message was. */
export const webCopyWords: Readonly<Record<Language, typeof gone>> = {
  en: gone,
  de: {
    title: 'Diese Nachricht ist hier nicht mehr vorhanden',
    text: 'Nachrichten sind nach dem Versand einige Wochen im Web zu lesen. Ihre finden Sie in Ihrem Postfach.',
  },
  fr: {
    title: 'Ce message n’est plus conservé ici',
    text: 'Les messages peuvent être lus sur le web quelques semaines après leur envoi. Vous trouverez le vôtre dans votre messagerie.',
  },
  es: {
    title: 'Este mensaje ya no se guarda aquí',
    text: 'Los mensajes pueden leerse en la web durante algunas semanas después de su envío. Encontrará el suyo en su correo.',
  },
};
