import type { Language } from '#contract/common.ts';

const en = {
  subject: (brand: string, period: string) => `${brand}: who came and went, ${period}`,
  period: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
  came: (count: number) => (count === 1 ? '1 person confirmed' : `${count} people confirmed`),
  changed: (count: number) => (count === 1 ? '1 changed what they get' : `${count} changed what they get`),
  went: (count: number) => (count === 1 ? '1 stopped' : `${count} stopped`),
  everything: 'All mail from you',
  formerList: 'A list that is no more',
  noAddresses:
    'Their addresses are not in this mail, which anybody could forward. Take them out as a CSV file, with your log-in:',
  why: 'You get this once a day, when there is something to tell. Switch it off where your forwarding is set up.',
  ask: {
    subject: (brand: string) => `Please confirm: a daily count from ${brand}`,
    asked: (brand: string) =>
      `Somebody who works for ${brand} gave this address for a daily mail that counts who signed up and who left. If you want it, press the button. Until then nothing is sent.`,
    button: 'Yes, send it here',
    lasts: 'The button works for seven days. If you do nothing, nothing comes.',
    pageTitle: 'A daily count of who came and went?',
    pageText: (brand: string) =>
      `Press the button, and ${brand} has it sent to your address, once a day when there is something to tell.`,
    doneTitle: 'It is on',
    doneText: (brand: string) => `The count of ${brand} comes each morning after a day on which somebody came or went.`,
    expiredTitle: 'This link is too old',
    expiredText: (brand: string) =>
      `Links to confirm work for seven days. Somebody at ${brand} can have a new one sent.`,
  },
};
type DigestWords = typeof en;

const de: DigestWords = {
  subject: (brand, period) => `${brand}: wer kam und ging, ${period}`,
  period: (from, to) => (from === to ? from : `${from} bis ${to}`),
  came: (count) => (count === 1 ? '1 Person hat bestätigt' : `${count} Personen haben bestätigt`),
  changed: (count) => (count === 1 ? '1 hat die Auswahl geändert' : `${count} haben die Auswahl geändert`),
  went: (count) => (count === 1 ? '1 hat abbestellt' : `${count} haben abbestellt`),
  everything: 'Alle Post von Ihnen',
  formerList: 'Eine Liste, die es nicht mehr gibt',
  noAddresses:
    'Die Adressen stehen nicht in dieser Mail, die jeder weiterleiten könnte. Holen Sie sie mit Ihrer Anmeldung als CSV-Datei:',
  why: 'Sie bekommen das einmal am Tag, wenn es etwas zu sagen gibt. Abschalten lässt es sich, wo die Weitergabe eingerichtet ist.',
  ask: {
    subject: (brand) => `Bitte bestätigen: die tägliche Zählung von ${brand}`,
    asked: (brand) =>
      `Jemand, der für ${brand} arbeitet, hat diese Adresse für eine tägliche Mail angegeben, die zählt, wer sich anmeldet und wer geht. Wenn Sie sie wollen, drücken Sie den Knopf. Bis dahin wird nichts verschickt.`,
    button: 'Ja, hierher schicken',
    lasts: 'Der Knopf gilt sieben Tage. Wenn Sie nichts tun, kommt nichts.',
    pageTitle: 'Täglich zählen, wer kam und ging?',
    pageText: (brand) =>
      `Drücken Sie den Knopf, und ${brand} lässt sie an Ihre Adresse schicken, einmal am Tag, wenn es etwas zu sagen gibt.`,
    doneTitle: 'Sie ist eingeschaltet',
    doneText: (brand) => `Die Zählung von ${brand} kommt an jedem Morgen nach einem Tag, an dem jemand kam oder ging.`,
    expiredTitle: 'Dieser Link ist zu alt',
    expiredText: (brand) =>
      `Links zum Bestätigen gelten sieben Tage. Bei ${brand} kann jemand einen neuen schicken lassen.`,
  },
};

const fr: DigestWords = {
  subject: (brand, period) => `${brand} : arrivées et départs, ${period}`,
  period: (from, to) => (from === to ? from : `du ${from} au ${to}`),
  came: (count) => (count === 1 ? '1 personne a confirmé' : `${count} personnes ont confirmé`),
  changed: (count) => (count === 1 ? '1 a changé ses choix' : `${count} ont changé leurs choix`),
  went: (count) => (count === 1 ? '1 s’est désinscrite' : `${count} se sont désinscrites`),
  everything: 'Tout votre courrier',
  formerList: 'Une liste qui n’existe plus',
  noAddresses:
    'Les adresses ne sont pas dans ce message, que chacun pourrait transférer. Prenez-les en fichier CSV, avec votre identifiant :',
  why: 'Vous recevez ceci une fois par jour, quand il y a quelque chose à dire. Cela se désactive là où le transfert est réglé.',
  ask: {
    subject: (brand) => `À confirmer : le décompte quotidien de ${brand}`,
    asked: (brand) =>
      `Une personne qui travaille pour ${brand} a donné cette adresse pour un message quotidien qui compte les inscriptions et les départs. Si vous le voulez, appuyez sur le bouton. D’ici là, rien n’est envoyé.`,
    button: 'Oui, l’envoyer ici',
    lasts: 'Le bouton vaut sept jours. Si vous ne faites rien, rien ne vient.',
    pageTitle: 'Un décompte quotidien des arrivées et des départs ?',
    pageText: (brand) =>
      `Appuyez sur le bouton, et ${brand} le fait envoyer à votre adresse, une fois par jour quand il y a quelque chose à dire.`,
    doneTitle: 'C’est activé',
    doneText: (brand) => `Le décompte de ${brand} vient chaque matin après un jour d’arrivées ou de départs.`,
    expiredTitle: 'Ce lien est trop ancien',
    expiredText: (brand) =>
      `Les liens de confirmation valent sept jours. Chez ${brand}, on peut en faire envoyer un nouveau.`,
  },
};

const es: DigestWords = {
  subject: (brand, period) => `${brand}: altas y bajas, ${period}`,
  period: (from, to) => (from === to ? from : `del ${from} al ${to}`),
  came: (count) => (count === 1 ? '1 persona ha confirmado' : `${count} personas han confirmado`),
  changed: (count) => (count === 1 ? '1 ha cambiado lo que recibe' : `${count} han cambiado lo que reciben`),
  went: (count) => (count === 1 ? '1 se ha dado de baja' : `${count} se han dado de baja`),
  everything: 'Todo su correo',
  formerList: 'Una lista que ya no existe',
  noAddresses:
    'Las direcciones no están en este mensaje, que cualquiera podría reenviar. Sáquelas como archivo CSV, con su acceso:',
  why: 'Recibe esto una vez al día, cuando hay algo que contar. Se desactiva donde está configurado el reenvío.',
  ask: {
    subject: (brand) => `Por favor, confirme: el recuento diario de ${brand}`,
    asked: (brand) =>
      `Alguien que trabaja para ${brand} dio esta dirección para un correo diario que cuenta las altas y las bajas. Si lo quiere, pulse el botón. Hasta entonces no se envía nada.`,
    button: 'Sí, envíenlo aquí',
    lasts: 'El botón vale siete días. Si no hace nada, no llega nada.',
    pageTitle: '¿Un recuento diario de altas y bajas?',
    pageText: (brand) =>
      `Pulse el botón y ${brand} hará que llegue a su dirección, una vez al día cuando hay algo que contar.`,
    doneTitle: 'Está activado',
    doneText: (brand) => `El recuento de ${brand} llega cada mañana después de un día con altas o bajas.`,
    expiredTitle: 'Este enlace es demasiado antiguo',
    expiredText: (brand) =>
      `Los enlaces para confirmar valen siete días. En ${brand} pueden pedir que se envíe uno nuevo.`,
  },
};

const catalogs: Readonly<Record<Language, DigestWords>> = { en, de, fr, es };
export const digestWordsIn = (language: Language): DigestWords => catalogs[language];
