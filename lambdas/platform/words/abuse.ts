import type { Language } from '#contract/common.ts';

const en = {
  title: 'Report a mail',
  text: 'A mail came from here that should not have come? Tell us. Whoever runs this service reads every report, and stops senders who do not keep to the rules.',
  stop: 'To get no more mail from a sender, use the link at the end of its mail: it works at once, without a report.',
  kind: 'What is wrong?',
  kinds: {
    never_signed_up: 'I never signed up for it',
    goes_on: 'I unsubscribed, and it goes on',
    deceives: 'It deceives, threatens, or asks for passwords or money',
    other: 'Something else',
  },
  sender: 'Who sent it?',
  senderHint: 'The address behind “From” in your mail program.',
  what: 'What should we know?',
  replyTo: 'Your e-mail address',
  replyHint: 'Only if you want an answer. It is kept with this report, sealed, and goes to nobody else.',
  optional: 'optional',
  button: 'Send the report',
  trap: 'Leave this empty',
  doneTitle: 'Thank you',
  doneText: 'Your report has arrived, and a person will look at it.',
  issues: {
    choose: 'Please choose what is wrong.',
    too_long: 'That is longer than we can keep. Please shorten it.',
    not_an_address: 'That does not look like an e-mail address. Try ada@example.net, or leave it empty.',
    say_more: 'Please say a little more: without it, nobody can find the mail.',
  },
};
type AbuseWords = typeof en;

const de: AbuseWords = {
  title: 'Eine Mail melden',
  text: 'Von hier kam eine Mail, die nicht hätte kommen dürfen? Sagen Sie es uns. Wer diesen Dienst betreibt, liest jede Meldung und stoppt Absender, die sich nicht an die Regeln halten.',
  stop: 'Wenn Sie von einem Absender nichts mehr wollen, nehmen Sie den Link am Ende seiner Mail: Er wirkt sofort, auch ohne Meldung.',
  kind: 'Was stimmt nicht?',
  kinds: {
    never_signed_up: 'Ich habe mich nie dafür angemeldet',
    goes_on: 'Ich habe abbestellt, und es kommt weiter',
    deceives: 'Sie täuscht, droht oder will Passwörter oder Geld',
    other: 'Etwas anderes',
  },
  sender: 'Wer hat sie geschickt?',
  senderHint: 'Die Adresse hinter „Von“ in Ihrem Mailprogramm.',
  what: 'Was sollten wir wissen?',
  replyTo: 'Ihre E-Mail-Adresse',
  replyHint: 'Nur wenn Sie eine Antwort wollen. Sie liegt versiegelt bei dieser Meldung und geht an niemand anderen.',
  optional: 'freiwillig',
  button: 'Meldung abschicken',
  trap: 'Bitte leer lassen',
  doneTitle: 'Danke',
  doneText: 'Ihre Meldung ist angekommen; ein Mensch sieht sie sich an.',
  issues: {
    choose: 'Bitte wählen Sie, was nicht stimmt.',
    too_long: 'Das ist länger, als wir aufbewahren können. Bitte kürzen Sie es.',
    not_an_address: 'Das sieht nicht nach einer E-Mail-Adresse aus. Etwa ada@example.net, oder lassen Sie es leer.',
    say_more: 'Bitte sagen Sie etwas mehr: Sonst kann niemand die Mail finden.',
  },
};

const fr: AbuseWords = {
  title: 'Signaler un message',
  text: 'Un message venu d’ici n’aurait pas dû vous parvenir ? Dites-le-nous. La personne qui gère ce service lit chaque signalement et arrête les expéditeurs qui ne respectent pas les règles.',
  stop: 'Pour ne plus rien recevoir d’un expéditeur, utilisez le lien à la fin de son message : il agit tout de suite, sans signalement.',
  kind: 'Qu’est-ce qui ne va pas ?',
  kinds: {
    never_signed_up: 'Je ne me suis jamais inscrit',
    goes_on: 'Je me suis désinscrit, et cela continue',
    deceives: 'Il trompe, menace, ou demande des mots de passe ou de l’argent',
    other: 'Autre chose',
  },
  sender: 'Qui l’a envoyé ?',
  senderHint: 'L’adresse qui suit « De » dans votre messagerie.',
  what: 'Que devons-nous savoir ?',
  replyTo: 'Votre adresse e-mail',
  replyHint:
    'Seulement si vous voulez une réponse. Elle est conservée, scellée, avec ce signalement et ne va à personne d’autre.',
  optional: 'facultatif',
  button: 'Envoyer le signalement',
  trap: 'Laissez ceci vide',
  doneTitle: 'Merci',
  doneText: 'Votre signalement est arrivé ; une personne va l’examiner.',
  issues: {
    choose: 'Choisissez ce qui ne va pas.',
    too_long: 'C’est plus long que ce que nous pouvons conserver. Raccourcissez-le.',
    not_an_address: 'Cela ne ressemble pas à une adresse e-mail. Essayez ada@example.net, ou laissez vide.',
    say_more: 'Dites-en un peu plus : sans cela, personne ne peut retrouver le message.',
  },
};

const es: AbuseWords = {
  title: 'Denunciar un correo',
  text: '¿Ha llegado desde aquí un correo que no debía llegar? Cuéntenoslo. Quien gestiona este servicio lee cada aviso y detiene a los remitentes que no cumplen las reglas.',
  stop: 'Para no recibir más correo de un remitente, use el enlace al final de su correo: funciona al momento, sin aviso.',
  kind: '¿Qué está mal?',
  kinds: {
    never_signed_up: 'Nunca me suscribí',
    goes_on: 'Me di de baja y sigue llegando',
    deceives: 'Engaña, amenaza, o pide contraseñas o dinero',
    other: 'Otra cosa',
  },
  sender: '¿Quién lo envió?',
  senderHint: 'La dirección que aparece en «De» en su programa de correo.',
  what: '¿Qué debemos saber?',
  replyTo: 'Su dirección de correo',
  replyHint: 'Solo si quiere una respuesta. Se guarda sellada con este aviso y no va a nadie más.',
  optional: 'opcional',
  button: 'Enviar el aviso',
  trap: 'Deje esto vacío',
  doneTitle: 'Gracias',
  doneText: 'Su aviso ha llegado y una persona lo mirará.',
  issues: {
    choose: 'Elija qué está mal.',
    too_long: 'Es más largo de lo que podemos guardar. Acórtelo.',
    not_an_address: 'No parece una dirección de correo. Pruebe con ada@example.net, o déjelo vacío.',
    say_more: 'Cuente un poco más: sin ello, nadie puede encontrar el correo.',
  },
};

const catalogs: Readonly<Record<Language, AbuseWords>> = { en, de, fr, es };

export const abuseWordsIn = (language: Language): AbuseWords => catalogs[language];
