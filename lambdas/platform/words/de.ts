import type { Words } from './catalogs.ts';

export const de: Words = {
  foot: 'Versandt mit Assent',
  form: {
    address: 'Ihre E-Mail-Adresse',
    firstName: 'Vorname',
    lastName: 'Nachname',
    optional: 'freiwillig',
    choose: 'Bitte wählen',
    age: (years) => `Ich bin mindestens ${years} Jahre alt.`,
    who: (brand, frequency) => `${brand} schreibt ${frequency}. In jeder E-Mail steht ein Link zum Abbestellen.`,
    button: (title) => `${title.replace(/^\p{Ll}/u, (first) => first.toUpperCase())} bestellen`,
    privacy: (brand) => `Wie ${brand} mit Ihren Daten umgeht`,
    gpc: 'Ihr Browser bittet, Sie nicht zu verfolgen. Die Kästchen entscheiden: Gezählt wird nur, was Sie ankreuzen, und nichts über Sie wird geteilt oder verkauft.',
    trap: 'Bitte frei lassen',
    summary: 'Fast fertig. Bitte sehen Sie nach, was unten markiert ist.',
    outdated:
      'Diese Seite wurde geändert, seit Sie sie geöffnet haben. Bitte lesen Sie sie noch einmal, kreuzen Sie an, was Sie möchten, und senden Sie sie erneut.',
  },
  proof: {
    title: 'Noch ein Schritt',
    text: 'Aus Ihrer Umgebung kommen gerade viele Anmeldungen, oder Ihre kam auf ungewöhnlichem Weg. Damit keine Maschinen durchkommen, rechnet Ihr Browser jetzt eine kleine Aufgabe. Dafür wird nichts über Sie gelesen.',
    working: 'Ihr Browser rechnet; das dauert ein paar Sekunden.',
    done: 'Fertig. Drücken Sie nun den Knopf.',
    failed: (contact) =>
      `Ihr Browser konnte das nicht. Öffnen Sie die Seite in einem anderen Browser, oder schreiben Sie an ${contact} und bitten Sie um Aufnahme.`,
    again: (contact) =>
      `Bitte warten Sie ein paar Sekunden und drücken Sie den Knopf noch einmal. Kommt diese Seite dann wieder: Sie braucht JavaScript, das in Ihrem Browser aus ist. Schalten Sie es für diese Seite ein, oder schreiben Sie an ${contact} und bitten Sie um Aufnahme.`,
    noScript: (contact) =>
      `Diese Anmeldung braucht JavaScript, das in Ihrem Browser aus ist. Schalten Sie es für diese Seite ein, oder schreiben Sie an ${contact} und bitten Sie um Aufnahme.`,
  },
  issues: {
    missing: 'Bitte geben Sie Ihre E-Mail-Adresse ein.',
    has_space: 'In der Adresse ist ein Leerzeichen. Richtig wäre etwa ada@example.net.',
    no_at: 'Eine E-Mail-Adresse hat ein @ mit etwas auf beiden Seiten, etwa ada@example.net.',
    too_long: 'So lang kann eine Adresse nicht sein.',
    unusual_form: 'An eine Adresse dieser Form können wir nicht schreiben. Richtig wäre etwa ada@example.net.',
    not_ascii: 'Mit solchen Buchstaben vor dem @ können wir nicht schreiben. Bitte nehmen Sie eine andere Adresse.',
    not_an_address: 'Das sieht nicht nach einer E-Mail-Adresse aus. Richtig wäre etwa ada@example.net.',
    no_mail_there: 'Bei dem Teil nach dem @ kommt keine E-Mail an. Ist er richtig geschrieben?',
    reserved_domain: 'Unter dieser Adresse kann niemand E-Mails bekommen. Bitte nehmen Sie Ihre eigene.',
    required: 'Bitte füllen Sie dieses Feld aus.',
    too_long_text: 'Das sind mehr als 200 Zeichen.',
    hidden_character: 'Darin ist ein Zeilenumbruch oder ein unsichtbares Zeichen. Bitte tippen Sie es neu.',
    not_a_number: 'Bitte schreiben Sie eine Zahl, etwa 12 oder 3,5.',
    not_a_date: 'Bitte schreiben Sie ein Datum, etwa 2026-11-24.',
    not_an_option: 'Bitte wählen Sie etwas aus der Liste.',
    unknown: 'Dieses Formular hat kein solches Feld.',
    wrong_kind: 'In dieses Feld gehört etwas anderer Art.',
    box_needed: 'Bitte kreuzen Sie an, wenn Sie die E-Mails möchten.',
    own_box_needed: 'Ohne dieses Kästchen geht die Anmeldung nicht. Bitte kreuzen Sie es an.',
    age_needed: 'Bitte kreuzen Sie an, wenn das stimmt. Sonst dürfen wir Ihnen nicht schreiben.',
  },
  checkMail: {
    title: 'Sehen Sie in Ihr Postfach',
    text: (brand) =>
      `Wenn Sie noch nicht angemeldet sind, schickt ${brand} Ihnen eine E-Mail mit einem Knopf, höchstens eine am Tag. Erst wenn Sie ihn drücken, sind Sie angemeldet.`,
    notThere:
      'Nach einigen Minuten nichts da? Sehen Sie im Spam-Ordner nach, oder prüfen Sie die Adresse und melden Sie sich noch einmal an.',
    goOn: (host) => `Weiter zu ${host}`,
  },
  confirm: {
    title: 'Nur noch ein Knopf',
    text: (title, brand) => `Sie haben bei ${brand} bestellt: ${title}.`,
    agree: 'Mit dem Knopf stimmen Sie diesem zu:',
    button: 'Anmeldung bestätigen',
    notMe: 'Das war ich nicht',
    doneTitle: 'Sie sind angemeldet',
    doneText: (title, brand) =>
      `${brand} schickt Ihnen: ${title}. In jeder E-Mail steht ein Link, der das sofort beendet.`,
    alreadyTitle: 'Sie sind schon angemeldet',
    alreadyText: 'Dieser Link hat seine Arbeit getan. Mehr ist nicht nötig.',
  },
  denial: {
    title: 'Das waren nicht Sie?',
    text: (brand) =>
      `Jemand hat Ihre Adresse in ein Formular von ${brand} eingetragen. Drücken Sie den Knopf, und ${brand} schreibt Ihnen wegen eines Formulars nicht wieder.`,
    button: 'Ich habe das nicht bestellt',
    doneTitle: 'Danke für den Hinweis',
    doneText: (brand) => `Die Anmeldung ist ungültig. ${brand} wird Ihnen nicht schreiben.`,
    voidTitle: 'Dieser Link ist ungültig',
    lateTitle: 'Das ist schon bestätigt',
    lateText: (brand) =>
      `Der Knopf in dieser E-Mail wurde schon gedrückt. Der Link am Ende jeder E-Mail von ${brand} beendet alles sofort.`,
  },
  unsubscribe: {
    title: (brand) => (brand === undefined ? 'Alle E-Mails abbestellen?' : `Alle E-Mails von ${brand} abbestellen?`),
    button: 'Abbestellen',
    doneTitle: 'Erledigt',
    doneText: (brand) =>
      `${brand ?? 'Dieser Absender'} schreibt Ihnen nicht mehr. Wenn Sie es sich anders überlegen, melden Sie sich auf der Seite wieder an.`,
  },
  preferences: {
    title: (brand) => (brand === undefined ? 'Was Sie bekommen' : `Was ${brand} Ihnen schicken darf`),
    none: (brand) => `${brand ?? 'Dieser Absender'} wird Ihnen nicht schreiben.`,
    nothing: (brand, date) => `Seit dem ${date} schickt ${brand ?? 'dieser Absender'} Ihnen nichts mehr.`,
    again: 'Wenn Sie wieder etwas bekommen möchten, kreuzen Sie an, was, und speichern Sie es.',
    final: (brand) =>
      `${brand ?? 'Dieser Absender'} wird Ihnen nicht schreiben: Seine Post wurde aus diesem Postfach als unerwünscht gemeldet, oder sie kam zurück. Das lässt sich hier nicht ändern. Um wieder Post zu bekommen, melden Sie sich mit einer anderen Adresse an.`,
    stop: (brand) => (brand === undefined ? 'Alle E-Mails abbestellen' : `Alle E-Mails von ${brand} abbestellen`),
    save: 'Meine Auswahl speichern',
    known: 'Was über Sie bekannt ist',
    address: 'Ihre E-Mail-Adresse',
    since: (title, date) => `Sie bekommen seit dem ${date}: ${title}`,
    left: (title, date) => `Abbestellt am ${date}: ${title}`,
    kept: 'Gespeichert, solange Sie angemeldet sind; der Nachweis Ihrer Zustimmung drei Jahre länger',
    record: 'Meinen Nachweis herunterladen',
    recordText: 'alles, was Sie bestellt und beendet haben, mit Beweis. Ihre Adresse steht nicht in der Datei.',
    behind: (brand) => `Wer ${brand} ist`,
    savedTitle: 'Gespeichert',
    savedText: 'Von jetzt an gilt:',
    yes: 'Ja:',
    no: 'Nein:',
    back: 'Ändern, was Sie bekommen',
  },
  signpost: {
    title: 'E-Mails, um die gebeten wurde',
    text: 'Von hier schreiben Läden, Marken und Vereine an Menschen, die sich angemeldet und das per Knopfdruck bestätigt haben. Sonst bekommt niemand ihre E-Mails.',
    stop: 'Sie möchten keine E-Mails mehr? Der Link am Ende jeder einzelnen bestellt sie sofort ab, ohne Anmeldung.',
    waiting:
      'Sie haben sich gerade angemeldet? Sehen Sie in Ihrem Postfach nach, auch im Spam-Ordner: Dort ist eine E-Mail mit einem Knopf.',
  },
  problem: {
    not_found: {
      title: 'Hier ist nichts',
      text: 'Vielleicht wurde die Adresse abgeschnitten. Kopieren Sie sie ganz, oder sehen Sie in der neuesten E-Mail nach.',
    },
    expired: {
      title: 'Dieser Link ist zu alt',
      text: 'Links zum Bestätigen gelten sieben Tage. Melden Sie sich noch einmal an, dann bekommen Sie einen neuen.',
    },
    closed: {
      title: 'Diese Seite ist geschlossen',
      text: (brand) =>
        `Hier kann man sich nicht mehr anmelden. Fragen Sie ${brand}, wenn Sie etwas anderes erwartet haben.`,
    },
    unavailable: {
      title: 'Das hat nicht geklappt',
      text: 'Bei uns ist etwas schiefgegangen; geändert wurde nichts. Bitte versuchen Sie es in einer Minute noch einmal.',
    },
    invalid: {
      title: 'Das war nicht zu lesen',
      text: 'Bitte gehen Sie zurück und schicken Sie das Formular noch einmal.',
    },
  },
};
