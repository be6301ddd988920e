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
};

const catalogs: Readonly<Record<Language, DigestWords>> = { en, de, fr, es };
export const digestWordsIn = (language: Language): DigestWords => catalogs[language];
