import type { Language } from '#contract/common.ts';

const en = {
  confirm: {
    subject: (title: string) => `Please confirm: ${title}`,
    asked: (title: string, brand: string, when: string, site: string) =>
      `On ${when}, somebody asked for ${title} of ${brand} on ${site}, with this address. If that was you, press the button. Until then nothing is sent.`,
    button: 'Confirm my subscription',
    lasts: 'The button works for seven days. If you do nothing, the request is forgotten.',
    notMe: 'This was not me',
    privacy: 'How your data is handled',
  },
};
type MailWords = typeof en;

const de: MailWords = {
  confirm: {
    subject: (title) => `Bitte bestätigen: ${title}`,
    asked: (title, brand, when, site) =>
      `Am ${when} hat jemand mit dieser Adresse auf ${site} bei ${brand} bestellt: ${title}. Wenn Sie das waren, drücken Sie den Knopf. Bis dahin wird nichts verschickt.`,
    button: 'Anmeldung bestätigen',
    lasts: 'Der Knopf gilt sieben Tage. Wenn Sie nichts tun, wird die Anmeldung vergessen.',
    notMe: 'Das war ich nicht',
    privacy: 'Wie mit Ihren Daten umgegangen wird',
  },
};

const fr: MailWords = {
  confirm: {
    subject: (title) => `À confirmer : ${title}`,
    asked: (title, brand, when, site) =>
      `Le ${when}, quelqu’un a demandé avec cette adresse, sur ${site}, à recevoir de ${brand} : ${title}. Si c’était vous, appuyez sur le bouton. D’ici là, rien n’est envoyé.`,
    button: 'Confirmer mon inscription',
    lasts: 'Le bouton vaut sept jours. Si vous ne faites rien, la demande est oubliée.',
    notMe: 'Ce n’était pas moi',
    privacy: 'Ce qui est fait de vos données',
  },
};

const es: MailWords = {
  confirm: {
    subject: (title) => `Por favor, confirme: ${title}`,
    asked: (title, brand, when, site) =>
      `El ${when}, alguien pidió con esta dirección, en ${site}, recibir de ${brand}: ${title}. Si ha sido usted, pulse el botón. Hasta entonces no se envía nada.`,
    button: 'Confirmar mi suscripción',
    lasts: 'El botón vale siete días. Si no hace nada, la solicitud se olvida.',
    notMe: 'No he sido yo',
    privacy: 'Qué se hace con sus datos',
  },
};

const catalogs: Readonly<Record<Language, MailWords>> = { en, de, fr, es };
export const mailWordsIn = (language: Language): MailWords => catalogs[language];
