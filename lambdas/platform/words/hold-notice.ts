import type { Language } from '#contract/common.ts';

const en = {
  subject: (campaign: string) => `Stopped: ${campaign}`,
  subjectSent: (campaign: string) => `Too many objections: ${campaign}`,
  paused: (brand: string, campaign: string) =>
    `The campaign “${campaign}” of ${brand} was stopped by itself, to protect the people who get it and the delivery of all your mail.`,
  sent: (brand: string, campaign: string) =>
    `The campaign “${campaign}” of ${brand} is out already and could not be stopped. What came back from it is over what mailbox providers bear.`,
  suspended:
    'It is the second time within a week. Nothing is sent for you until the operator of this service has looked into it and lets it go on.',
  figures: 'What was counted',
  complaints: (count: string, of: string) => `${count} people of ${of} who got it reported it as spam`,
  hard_bounces: (count: string, of: string) => `${count} addresses of ${of} do not exist or take no mail`,
  rejects: (count: string, of: string) => `${count} messages of ${of} were rejected: a virus was found in them`,
  limit: (share: string, limit: string) => `${share}, where ${limit} is the limit`,
  scope: { campaign: 'This campaign', client: 'All your mail', account: 'All mail of this service' },
  causes: 'What mailbox providers said',
  found: (scope: 'client' | 'account'): string =>
    scope === 'client'
      ? 'What Amazon SES, which sends it, says of all your mail'
      : 'What Amazon SES, which sends it, says of all mail of this service',
  subjectLifted: (campaign: string) => `May go on: ${campaign}`,
  lifted: (brand: string, campaign: string) =>
    `Amazon SES, which sends the mail, has taken back what it had against it. The campaign “${campaign}” of ${brand} still stands: only a person lets it go on.`,
  resume: 'When what was wrong is mended, resume it, with a reason that is kept with your name:',
  then: 'What to do: find out where these addresses came from and whether they asked for this mail; take out what did not. Then resume, with a reason that is kept with your name, or cancel. The figures:',
  why: 'You get this mail because your address is the contact in the profile, or because you run this service.',
};
type HoldNoticeWords = typeof en;

const de: HoldNoticeWords = {
  subject: (campaign) => `Angehalten: ${campaign}`,
  subjectSent: (campaign) => `Zu viele Einwände: ${campaign}`,
  paused: (brand, campaign) =>
    `Die Kampagne „${campaign}“ von ${brand} hat sich selbst angehalten, zum Schutz der Menschen, die sie bekommen, und der Zustellung all Ihrer Post.`,
  sent: (brand, campaign) =>
    `Die Kampagne „${campaign}“ von ${brand} ist schon verschickt und war nicht mehr aufzuhalten. Was von ihr zurückkam, ist mehr, als Postfachanbieter hinnehmen.`,
  suspended:
    'Es ist das zweite Mal in einer Woche. Für Sie wird nichts mehr verschickt, bis der Betreiber dieses Dienstes nachgesehen hat und es weitergehen lässt.',
  figures: 'Was gezählt wurde',
  complaints: (count, of) => `${count} von ${of} Menschen, die sie bekamen, haben sie als Spam gemeldet`,
  hard_bounces: (count, of) => `${count} von ${of} Adressen gibt es nicht, oder sie nehmen keine Post an`,
  rejects: (count, of) => `${count} von ${of} Nachrichten wurden abgewiesen: In ihnen wurde ein Virus gefunden`,
  limit: (share, limit) => `${share}, bei einer Grenze von ${limit}`,
  scope: { campaign: 'Diese Kampagne', client: 'All Ihre Post', account: 'Alle Post dieses Dienstes' },
  causes: 'Was Postfachanbieter sagten',
  found: (scope) =>
    scope === 'client'
      ? 'Was Amazon SES, das sie verschickt, über all Ihre Post sagt'
      : 'Was Amazon SES, das sie verschickt, über alle Post dieses Dienstes sagt',
  subjectLifted: (campaign) => `Kann weitergehen: ${campaign}`,
  lifted: (brand, campaign) =>
    `Amazon SES, das die Post verschickt, hat zurückgenommen, was es gegen sie hatte. Die Kampagne „${campaign}“ von ${brand} steht noch: Nur ein Mensch lässt sie weitergehen.`,
  resume:
    'Ist behoben, was nicht stimmte, setzen Sie sie fort, mit einer Begründung, die mit Ihrem Namen aufbewahrt wird:',
  then: 'Was zu tun ist: Finden Sie heraus, woher diese Adressen kamen und ob sie um diese Post gebeten haben; nehmen Sie heraus, was nicht gebeten hat. Setzen Sie dann fort, mit einer Begründung, die mit Ihrem Namen aufbewahrt wird, oder brechen Sie ab. Die Zahlen:',
  why: 'Sie bekommen diese Mail, weil Ihre Adresse im Profil als Kontakt steht oder weil Sie diesen Dienst betreiben.',
};

const fr: HoldNoticeWords = {
  subject: (campaign) => `Arrêtée : ${campaign}`,
  subjectSent: (campaign) => `Trop d’objections : ${campaign}`,
  paused: (brand, campaign) =>
    `La campagne « ${campaign} » de ${brand} s’est arrêtée d’elle-même, pour protéger les personnes qui la reçoivent et la remise de tout votre courrier.`,
  sent: (brand, campaign) =>
    `La campagne « ${campaign} » de ${brand} est déjà partie et n’a pu être arrêtée. Ce qui en est revenu dépasse ce que les messageries acceptent.`,
  suspended:
    'C’est la deuxième fois en une semaine. Rien n’est envoyé pour vous tant que l’exploitant de ce service n’a pas examiné la situation et autorisé la suite.',
  figures: 'Ce qui a été compté',
  complaints: (count, of) => `${count} personnes sur ${of} l’ont signalée comme indésirable`,
  hard_bounces: (count, of) => `${count} adresses sur ${of} n’existent pas ou n’acceptent pas de courrier`,
  rejects: (count, of) => `${count} messages sur ${of} ont été rejetés : un virus y a été trouvé`,
  limit: (share, limit) => `${share}, pour une limite de ${limit}`,
  scope: { campaign: 'Cette campagne', client: 'Tout votre courrier', account: 'Tout le courrier de ce service' },
  causes: 'Ce que les messageries ont dit',
  found: (scope) =>
    scope === 'client'
      ? 'Ce qu’Amazon SES, qui l’envoie, dit de tout votre courrier'
      : 'Ce qu’Amazon SES, qui l’envoie, dit de tout le courrier de ce service',
  subjectLifted: (campaign) => `Peut reprendre : ${campaign}`,
  lifted: (brand, campaign) =>
    `Amazon SES, qui envoie le courrier, a retiré ce qu’il lui reprochait. La campagne « ${campaign} » de ${brand} reste arrêtée : seule une personne la fait reprendre.`,
  resume: 'Quand ce qui n’allait pas est corrigé, reprenez-la, avec une raison conservée avec votre nom :',
  then: 'Que faire : cherchez d’où viennent ces adresses et si elles ont demandé ce courrier ; retirez celles qui ne l’ont pas fait. Reprenez ensuite, avec une raison conservée avec votre nom, ou annulez. Les chiffres :',
  why: 'Vous recevez ce message parce que votre adresse est le contact du profil, ou parce que vous exploitez ce service.',
};

const es: HoldNoticeWords = {
  subject: (campaign) => `Detenida: ${campaign}`,
  subjectSent: (campaign) => `Demasiadas objeciones: ${campaign}`,
  paused: (brand, campaign) =>
    `La campaña «${campaign}» de ${brand} se ha detenido por sí sola, para proteger a quienes la reciben y la entrega de todo su correo.`,
  sent: (brand, campaign) =>
    `La campaña «${campaign}» de ${brand} ya ha salido y no se pudo detener. Lo que ha vuelto de ella supera lo que aceptan los proveedores de correo.`,
  suspended:
    'Es la segunda vez en una semana. No se envía nada para usted hasta que quien gestiona este servicio lo haya revisado y permita continuar.',
  figures: 'Lo que se ha contado',
  complaints: (count, of) => `${count} personas de ${of} que lo recibieron lo marcaron como spam`,
  hard_bounces: (count, of) => `${count} direcciones de ${of} no existen o no aceptan correo`,
  rejects: (count, of) => `${count} mensajes de ${of} fueron rechazados: se encontró un virus`,
  limit: (share, limit) => `${share}, con un límite de ${limit}`,
  scope: { campaign: 'Esta campaña', client: 'Todo su correo', account: 'Todo el correo de este servicio' },
  causes: 'Lo que dijeron los proveedores',
  found: (scope) =>
    scope === 'client'
      ? 'Lo que Amazon SES, que lo envía, dice de todo su correo'
      : 'Lo que Amazon SES, que lo envía, dice de todo el correo de este servicio',
  subjectLifted: (campaign) => `Puede continuar: ${campaign}`,
  lifted: (brand, campaign) =>
    `Amazon SES, que envía el correo, ha retirado lo que tenía en su contra. La campaña «${campaign}» de ${brand} sigue detenida: solo una persona la hace continuar.`,
  resume: 'Cuando lo que fallaba esté corregido, reanúdela, con una razón que se guarda con su nombre:',
  then: 'Qué hacer: averigüe de dónde vienen estas direcciones y si pidieron este correo; quite las que no. Después reanude, con una razón que se guarda con su nombre, o cancele. Las cifras:',
  why: 'Recibe este correo porque su dirección es el contacto del perfil, o porque gestiona este servicio.',
};

const catalogs: Readonly<Record<Language, HoldNoticeWords>> = { en, de, fr, es };

export const holdNoticeWordsIn = (language: Language): HoldNoticeWords => catalogs[language];
