import type { Words } from './catalogs.ts';

export const fr: Words = {
  foot: 'Envoyé avec Assent',
  form: {
    address: 'Votre adresse e-mail',
    firstName: 'Prénom',
    lastName: 'Nom',
    optional: 'facultatif',
    choose: 'Choisissez',
    age: (years) => `J’ai au moins ${years} ans.`,
    who: (brand, frequency) => `${brand} écrit ${frequency}. Chaque message contient un lien pour arrêter.`,
    button: (title) => `Recevoir ${title}`,
    privacy: (brand) => `Ce que ${brand} fait de vos données`,
    gpc: 'Votre navigateur demande à ne pas être suivi. Ce sont les cases qui décident : rien n’est compté sans que vous l’ayez coché, et rien de ce qui vous concerne n’est partagé ni vendu.',
    trap: 'Laissez ce champ vide',
    summary: 'Presque terminé. Regardez ce qui est signalé ci-dessous.',
    outdated:
      'Cette page a changé depuis que vous l’avez ouverte. Relisez-la, cochez ce que vous voulez et envoyez-la de nouveau.',
  },
  proof: {
    title: 'Encore une étape',
    text: 'Beaucoup d’inscriptions viennent de votre réseau, ou la vôtre est arrivée d’une façon inhabituelle. Pour écarter les machines, votre navigateur fait maintenant un petit calcul. Rien de vous n’est lu pour cela.',
    working: 'Votre navigateur calcule ; cela prend quelques secondes.',
    done: 'C’est fait. Appuyez sur le bouton ci-dessous.',
    failed: (contact) =>
      `Votre navigateur n’a pas pu le faire. Ouvrez cette page dans un autre navigateur, ou écrivez à ${contact} pour demander à être inscrit.`,
    again: (contact) =>
      `Attendez quelques secondes, puis appuyez de nouveau sur le bouton. Si cette page revient : elle a besoin de JavaScript, désactivé dans votre navigateur. Activez-le pour cette page, ou écrivez à ${contact} pour demander à être inscrit.`,
    noScript: (contact) =>
      `Cette inscription a besoin de JavaScript, désactivé dans votre navigateur. Activez-le pour cette page, ou écrivez à ${contact} pour demander à être inscrit.`,
  },
  issues: {
    missing: 'Indiquez votre adresse e-mail.',
    has_space: 'Cette adresse contient une espace. Essayez ada@example.net.',
    no_at: 'Une adresse e-mail contient un @, avec du texte de chaque côté. Essayez ada@example.net.',
    too_long: 'Une adresse ne peut pas être aussi longue.',
    unusual_form: 'Nous ne pouvons pas écrire à une adresse de cette forme. Essayez ada@example.net.',
    not_ascii: 'Nous ne pouvons pas écrire à une adresse avec ces lettres avant le @. Essayez-en une autre.',
    not_an_address: 'Cela ne ressemble pas à une adresse e-mail. Essayez ada@example.net.',
    no_mail_there: 'Aucun message n’arrive à ce qui suit le @. Est-ce bien écrit ?',
    reserved_domain: 'Personne ne peut recevoir de message à cette adresse. Indiquez la vôtre.',
    required: 'Remplissez ce champ.',
    too_long_text: 'C’est plus de 200 caractères.',
    hidden_character: 'Il y a un saut de ligne ou un caractère invisible. Saisissez-le de nouveau.',
    not_a_number: 'Écrivez un nombre, par exemple 12 ou 3,5.',
    not_a_date: 'Écrivez une date, par exemple 2026-11-24.',
    not_an_option: 'Choisissez dans la liste.',
    unknown: 'Ce formulaire n’a pas ce champ.',
    wrong_kind: 'Ce champ attend autre chose.',
    box_needed: 'Cochez cette case si vous voulez ces messages.',
    own_box_needed: 'Cochez cette case pour vous inscrire ici.',
    age_needed: 'Cochez cette case si c’est exact. Sinon, nous ne pouvons pas vous écrire.',
  },
  checkMail: {
    title: 'Regardez votre messagerie',
    text: (brand) =>
      `Si vous n’êtes pas encore inscrit, ${brand} vous envoie un message avec un bouton, un par jour au plus. Vous êtes inscrit quand vous appuyez dessus, et pas avant.`,
    notThere:
      'Rien après quelques minutes ? Regardez dans les indésirables, ou vérifiez l’adresse et inscrivez-vous de nouveau.',
    goOn: (host) => `Continuer vers ${host}`,
  },
  confirm: {
    title: 'Plus qu’un bouton',
    text: (title, brand) => `Vous avez demandé à ${brand} : ${title}.`,
    agree: 'En appuyant sur le bouton, vous acceptez ceci :',
    button: 'Confirmer mon inscription',
    notMe: 'Ce n’était pas moi',
    doneTitle: 'Vous êtes inscrit',
    doneText: (title, brand) =>
      `${brand} vous enverra : ${title}. Chaque message contient un lien qui arrête tout aussitôt.`,
    alreadyTitle: 'Vous êtes déjà inscrit',
    alreadyText: 'Ce lien a fait son travail. Il n’y a rien d’autre à faire.',
  },
  denial: {
    title: 'Ce n’était pas vous ?',
    text: (brand) =>
      `Quelqu’un a saisi votre adresse dans un formulaire de ${brand}. Appuyez sur le bouton et on ne vous écrira plus à cause d’un formulaire.`,
    button: 'Je n’ai rien demandé',
    doneTitle: 'Merci de nous l’avoir dit',
    doneText: (brand) => `La demande est annulée. ${brand} ne vous écrira pas.`,
    voidTitle: 'Ce lien est annulé',
    lateTitle: 'C’est déjà confirmé',
    lateText: (brand) =>
      `Quelqu’un a déjà appuyé sur le bouton de ce message. Le lien à la fin de chaque message de ${brand} arrête tout aussitôt.`,
  },
  unsubscribe: {
    title: (brand) =>
      brand === undefined ? 'Ne plus recevoir aucun message ?' : `Ne plus recevoir de messages de ${brand} ?`,
    button: 'Me désinscrire',
    doneTitle: 'C’est fait',
    doneText: (brand) =>
      `${brand ?? 'Cet expéditeur'} ne vous écrira plus. Si vous changez d’avis, inscrivez-vous de nouveau sur sa page.`,
  },
  preferences: {
    title: (brand) => (brand === undefined ? 'Ce que vous recevez' : `Ce que ${brand} peut vous envoyer`),
    none: (brand) => `${brand ?? 'Cet expéditeur'} ne vous écrira pas.`,
    nothing: (brand, date) => `Depuis le ${date}, ${brand ?? 'cet expéditeur'} ne vous envoie plus rien.`,
    again: 'Si vous voulez de nouveau des messages, cochez ce que vous voulez et enregistrez.',
    final: (brand) =>
      `${brand ?? 'Cet expéditeur'} ne vous écrira pas : ses messages ont été signalés comme indésirables depuis cette boîte, ou lui sont revenus. Cette page n’y peut rien changer. Pour en recevoir à nouveau, inscrivez-vous avec une autre adresse.`,
    stop: (brand) =>
      brand === undefined ? 'Ne plus recevoir aucun message' : `Ne plus recevoir aucun message de ${brand}`,
    save: 'Enregistrer mes choix',
    known: 'Ce qui est connu de vous',
    address: 'Votre adresse e-mail',
    since: (title, date) => `Depuis le ${date}, vous recevez : ${title}`,
    left: (title, date) => `Arrêté le ${date} : ${title}`,
    kept: 'Conservé tant que vous êtes inscrit ; la preuve de votre accord, trois ans de plus',
    record: 'Télécharger mon dossier',
    recordText: 'tout ce que vous avez accepté et arrêté, avec sa preuve. Votre adresse n’est pas dans le fichier.',
    behind: (brand) => `Qui est ${brand}`,
    savedTitle: 'Enregistré',
    savedText: 'Désormais :',
    yes: 'Oui :',
    no: 'Non :',
    back: 'Changer ce que vous recevez',
  },
  signpost: {
    title: 'Des messages demandés',
    text: 'D’ici, des boutiques, des marques et des associations écrivent à des personnes qui se sont inscrites et l’ont confirmé en appuyant sur un bouton. Personne d’autre ne reçoit leurs messages.',
    stop: 'Vous ne voulez plus de messages ? Le lien à la fin de chaque message les arrête aussitôt, sans identifiant.',
    waiting:
      'Vous venez de vous inscrire ? Cherchez dans votre boîte, et parmi les indésirables, un message avec un bouton.',
  },
  problem: {
    not_found: {
      title: 'Il n’y a rien ici',
      text: 'L’adresse a peut-être été coupée. Copiez-la en entier, ou cherchez le dernier message.',
    },
    expired: {
      title: 'Ce lien est trop ancien',
      text: 'Les liens de confirmation valent sept jours. Inscrivez-vous de nouveau pour en recevoir un autre.',
    },
    closed: {
      title: 'Cette page est fermée',
      text: (brand) => `On ne peut plus s’inscrire ici. Demandez à ${brand} si vous attendiez autre chose.`,
    },
    unavailable: {
      title: 'Cela n’a pas marché',
      text: 'Un problème est survenu chez nous, et rien n’a été changé. Réessayez dans une minute.',
    },
    invalid: { title: 'C’était illisible', text: 'Revenez en arrière et envoyez de nouveau le formulaire.' },
  },
};
