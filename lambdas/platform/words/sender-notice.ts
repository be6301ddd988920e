import type { Language } from '#contract/common.ts';

const en = {
  subject: (domain: string) => `Your campaigns from ${domain} are on hold`,
  what: (brand: string, domain: string) =>
    `${brand} sends campaigns from ${domain}. Something that this domain needs in the DNS is no longer in order, so campaigns from it are stopped: mailbox providers would turn them away, or put them into spam.`,
  set: 'Please set these records again, or have them set by whoever looks after your domain:',
  operatorSets:
    'The domain belongs to the operator of this service, who has to set these records again. Please pass this on:',
  noRecord: 'The records are all there, yet Amazon SES does not accept the domain. Please ask your operator to look.',
  missing: 'Missing',
  wrong: 'Another value stands there',
  then: 'Once that is done, check the domain under sender domains: it is ready again at once. Otherwise we look every day.',
  why: 'You get this mail, once, because your address is the contact in the profile.',
};
type SenderNoticeWords = typeof en;

const de: SenderNoticeWords = {
  subject: (domain) => `Ihre Kampagnen von ${domain} sind angehalten`,
  what: (brand, domain) =>
    `${brand} verschickt Kampagnen von ${domain}. Etwas, das diese Domain im DNS braucht, ist nicht mehr in Ordnung. Kampagnen von ihr sind deshalb angehalten: Postfachanbieter würden sie abweisen oder als Spam einsortieren.`,
  set: 'Bitte setzen Sie diese Einträge wieder, oder lassen Sie sie von denen setzen, die Ihre Domain betreuen:',
  operatorSets:
    'Die Domain gehört dem Betreiber dieses Dienstes, der diese Einträge wieder setzen muss. Bitte geben Sie es weiter:',
  noRecord:
    'Die Einträge sind alle da, trotzdem nimmt Amazon SES die Domain nicht an. Bitte lassen Sie Ihren Betreiber nachsehen.',
  missing: 'Fehlt',
  wrong: 'Dort steht ein anderer Wert',
  then: 'Lassen Sie die Domain danach unter den Absenderdomains prüfen: Sie ist dann sofort wieder bereit. Sonst sehen wir jeden Tag nach.',
  why: 'Sie bekommen diese Mail, einmal, weil Ihre Adresse im Profil als Kontakt steht.',
};

const fr: SenderNoticeWords = {
  subject: (domain) => `Vos campagnes depuis ${domain} sont suspendues`,
  what: (brand, domain) =>
    `${brand} envoie des campagnes depuis ${domain}. Quelque chose dont ce domaine a besoin dans le DNS n’est plus en ordre ; les campagnes qui en partent sont donc arrêtées : les messageries les refuseraient ou les classeraient en indésirables.`,
  set: 'Veuillez rétablir ces enregistrements, ou les faire rétablir par qui s’occupe de votre domaine :',
  operatorSets:
    'Le domaine appartient à l’exploitant de ce service, qui doit rétablir ces enregistrements. Merci de lui transmettre ceci :',
  noRecord:
    'Les enregistrements sont tous là, et pourtant Amazon SES n’accepte pas le domaine. Veuillez demander à votre exploitant de regarder.',
  missing: 'Manque',
  wrong: 'Une autre valeur s’y trouve',
  then: 'Faites ensuite vérifier le domaine parmi vos domaines d’envoi : il est aussitôt prêt. Sinon, nous regardons chaque jour.',
  why: 'Vous recevez ce message, une seule fois, car votre adresse est le contact du profil.',
};

const es: SenderNoticeWords = {
  subject: (domain) => `Sus campañas desde ${domain} están detenidas`,
  what: (brand, domain) =>
    `${brand} envía campañas desde ${domain}. Algo que este dominio necesita en el DNS ya no está en orden, así que sus campañas están detenidas: los proveedores de correo las rechazarían o las tratarían como spam.`,
  set: 'Ponga de nuevo estos registros, o pida que los ponga quien lleva su dominio:',
  operatorSets:
    'El dominio es del operador de este servicio, que tiene que poner de nuevo estos registros. Páselo, por favor:',
  noRecord: 'Los registros están todos, y aun así Amazon SES no acepta el dominio. Pida a su operador que lo mire.',
  missing: 'Falta',
  wrong: 'Hay otro valor',
  then: 'Después, haga comprobar el dominio entre sus dominios de envío: queda listo al momento. Si no, miramos cada día.',
  why: 'Recibe este mensaje, una sola vez, porque su dirección es el contacto del perfil.',
};

const catalogs: Readonly<Record<Language, SenderNoticeWords>> = { en, de, fr, es };
export const senderNoticeWordsIn = (language: Language): SenderNoticeWords => catalogs[language];
