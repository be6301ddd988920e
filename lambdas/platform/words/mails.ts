import type { Language } from '#contract/common.ts';

const en = {
  confirm: {
    subject: (title: string) => `Please confirm: ${title}`,
    asked: (title: string, brand: string, when: string, site: string) =>
      `On ${when}, somebody asked ${brand} for ${title} on ${site}, with this address. If that was you, press the button. Until then nothing is sent.`,
    agree: 'By pressing it you agree to this:',
    button: 'Confirm my subscription',
    lasts: 'The button works for seven days. If you do nothing, the request is forgotten.',
    notMe: 'This was not me',
    privacy: 'How your data is handled',
  },
  welcome: {
    subject: (title: string) => `You are signed up: ${title}`,
    hello: (title: string, brand: string, when: string) =>
      `Thank you. On ${when} you confirmed that ${brand} may send you ${title}. This is what you agreed to:`,
    often: (brand: string, frequency: string) => `${brand} writes ${frequency}.`,
    change: 'Change what you get',
    why: (site: string) =>
      `You get this mail because you signed up on ${site} and pressed the button in the mail that followed.`,
    stop: (brand: string) => `Unsubscribe from everything from ${brand}`,
    privacy: 'How your data is handled',
  },
};
type MailWords = typeof en;

const de: MailWords = {
  confirm: {
    subject: (title) => `Bitte bestätigen: ${title}`,
    asked: (title, brand, when, site) =>
      `Am ${when} hat jemand mit dieser Adresse auf ${site} bei ${brand} bestellt: ${title}. Wenn Sie das waren, drücken Sie den Knopf. Bis dahin wird nichts verschickt.`,
    agree: 'Mit dem Knopf stimmen Sie diesem zu:',
    button: 'Anmeldung bestätigen',
    lasts: 'Der Knopf gilt sieben Tage. Wenn Sie nichts tun, wird die Anmeldung vergessen.',
    notMe: 'Das war ich nicht',
    privacy: 'Wie mit Ihren Daten umgegangen wird',
  },
  welcome: {
    subject: (title) => `Sie sind angemeldet: ${title}`,
    hello: (title, brand, when) =>
      `Vielen Dank. Am ${when} haben Sie bestätigt, was ${brand} Ihnen schicken darf: ${title}. Zugestimmt haben Sie diesem:`,
    often: (brand, frequency) => `${brand} schreibt ${frequency}.`,
    change: 'Ändern, was Sie bekommen',
    why: (site) =>
      `Sie bekommen diese E-Mail, weil Sie sich auf ${site} angemeldet und in der E-Mail danach den Knopf gedrückt haben.`,
    stop: (brand) => `Alle E-Mails von ${brand} abbestellen`,
    privacy: 'Wie mit Ihren Daten umgegangen wird',
  },
};

const fr: MailWords = {
  confirm: {
    subject: (title) => `À confirmer : ${title}`,
    asked: (title, brand, when, site) =>
      `Le ${when}, quelqu’un a demandé avec cette adresse, sur ${site}, à recevoir de ${brand} : ${title}. Si c’était vous, appuyez sur le bouton. D’ici là, rien n’est envoyé.`,
    agree: 'En appuyant, vous acceptez ceci :',
    button: 'Confirmer mon inscription',
    lasts: 'Le bouton vaut sept jours. Si vous ne faites rien, la demande est oubliée.',
    notMe: 'Ce n’était pas moi',
    privacy: 'Ce qui est fait de vos données',
  },
  welcome: {
    subject: (title) => `Vous êtes inscrit : ${title}`,
    hello: (title, brand, when) =>
      `Merci. Le ${when}, vous avez confirmé ce que ${brand} peut vous envoyer : ${title}. Voici ce que vous avez accepté :`,
    often: (brand, frequency) => `${brand} écrit ${frequency}.`,
    change: 'Changer ce que vous recevez',
    why: (site) =>
      `Vous recevez ce message parce que vous vous êtes inscrit sur ${site}, puis avez appuyé sur le bouton du message qui a suivi.`,
    stop: (brand) => `Ne plus recevoir aucun message de ${brand}`,
    privacy: 'Ce qui est fait de vos données',
  },
};

const es: MailWords = {
  confirm: {
    subject: (title) => `Por favor, confirme: ${title}`,
    asked: (title, brand, when, site) =>
      `El ${when}, alguien pidió con esta dirección, en ${site}, recibir de ${brand}: ${title}. Si ha sido usted, pulse el botón. Hasta entonces no se envía nada.`,
    agree: 'Al pulsarlo, acepta lo siguiente:',
    button: 'Confirmar mi suscripción',
    lasts: 'El botón vale siete días. Si no hace nada, la solicitud se olvida.',
    notMe: 'No he sido yo',
    privacy: 'Qué se hace con sus datos',
  },
  welcome: {
    subject: (title) => `Ya está suscrito: ${title}`,
    hello: (title, brand, when) =>
      `Gracias. El ${when} confirmó lo que ${brand} puede enviarle: ${title}. Esto es lo que aceptó:`,
    often: (brand, frequency) => `${brand} escribe ${frequency}.`,
    change: 'Cambiar lo que recibe',
    why: (site) => `Recibe este correo porque se suscribió en ${site} y pulsó el botón del correo que recibió después.`,
    stop: (brand) => `Darme de baja de todos los correos de ${brand}`,
    privacy: 'Qué se hace con sus datos',
  },
};

const catalogs: Readonly<Record<Language, MailWords>> = { en, de, fr, es };
export const mailWordsIn = (language: Language): MailWords => catalogs[language];
