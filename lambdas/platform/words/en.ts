export const en = {
  foot: 'Sent with Assent',
  form: {
    address: 'Your e-mail address',
    firstName: 'First name',
    lastName: 'Last name',
    optional: 'optional',
    choose: 'Please choose',
    age: (years: number) => `I am at least ${years} years old.`,
    who: (brand: string, frequency: string) => `${brand} writes ${frequency}. Every mail has a link that stops it.`,
    button: (title: string) => `Sign me up for ${title}`,
    privacy: (brand: string) => `How ${brand} handles your data`,
    gpc: 'Your browser asks not to be tracked. The boxes decide: nothing is counted unless you tick it, and nothing about you is shared or sold.',
    trap: 'Leave this empty',
    summary: 'Almost there. Please look at what is marked below.',
    outdated:
      'This page has been changed since you opened it. Please read it as it is now, tick what you want, and send it again.',
  },
  proof: {
    title: 'One more step',
    text: 'Many sign-ups are coming from around you, or yours came in an unusual way. To keep machines out, your browser now works on a small sum. Nothing about you is read for it.',
    working: 'Your browser is working; this takes a few seconds.',
    done: 'That is done. Press the button below.',
    failed: (contact: string) =>
      `Your browser could not do it. Open this page in another browser, or write to ${contact} and ask to be put on the list.`,
    again: (contact: string) =>
      `Please wait a few seconds, and press the button again. Should this page come back: it needs JavaScript, which is off in your browser. Turn it on for this page, or write to ${contact} and ask to be put on the list.`,
    noScript: (contact: string) =>
      `Signing up here needs JavaScript, which is off in your browser. Turn it on for this page, or write to ${contact} and ask to be put on the list.`,
  },
  issues: {
    missing: 'Please type your e-mail address.',
    has_space: 'That address has a space in it. Try ada@example.net.',
    no_at: 'An e-mail address has an @ in it, with something on both sides. Try ada@example.net.',
    too_long: 'That address is longer than an address can be.',
    unusual_form: 'We cannot write to an address in that form. Try one like ada@example.net.',
    not_ascii: 'We cannot write to letters like these before the @. Try another address of yours.',
    not_an_address: 'That does not look like an e-mail address. Try ada@example.net.',
    no_mail_there: 'No mail arrives at the part after the @. Is it spelled right?',
    reserved_domain: 'Nobody can get mail at that address. Try your own.',
    required: 'Please fill this in.',
    too_long_text: 'That is longer than 200 characters.',
    hidden_character: 'There is a line break or an invisible character in it. Please type it anew.',
    not_a_number: 'Please write a number, like 12 or 3.5.',
    not_a_date: 'Please write a date, like 2026-11-24.',
    not_an_option: 'Please choose one of the list.',
    unknown: 'This form has no such field.',
    wrong_kind: 'This field takes something of another kind.',
    box_needed: 'Tick this box if you want the mail.',
    own_box_needed: 'This box has to be ticked to sign up here.',
    age_needed: 'Tick this box if it is so. We may not write to you otherwise.',
  },
  checkMail: {
    title: 'Look into your mail',
    text: (brand: string) =>
      `If you are not signed up yet, ${brand} sends you a mail with one button, at most one a day. You are signed up once you press it, and not before.`,
    notThere:
      'Nothing there after a few minutes? Look into the spam folder, or see whether the address was typed right and sign up again.',
    goOn: (host: string) => `Go on to ${host}`,
  },
  confirm: {
    title: 'One press and you are in',
    text: (title: string, brand: string) => `You asked ${brand} for ${title}.`,
    agree: 'By pressing the button you agree to this:',
    button: 'Confirm my subscription',
    notMe: 'This was not me',
    doneTitle: 'You are signed up',
    doneText: (title: string, brand: string) =>
      `${brand} will send you ${title}. Every mail has a link that stops it at once.`,
    alreadyTitle: 'You are signed up already',
    alreadyText: 'This link has done its work. There is nothing more to do.',
  },
  denial: {
    title: 'You did not ask for this?',
    text: (brand: string) =>
      `Somebody typed your address into a form of ${brand}. Press the button, and no form makes ${brand} write to you again.`,
    button: 'I did not ask for this',
    doneTitle: 'Thank you for telling us',
    doneText: (brand: string) => `The request is void. ${brand} will not write to you.`,
    voidTitle: 'This link is void',
    lateTitle: 'This was confirmed already',
    lateText: (brand: string) =>
      `Somebody pressed the button in this mail before. The link at the end of every mail from ${brand} stops all of it at once.`,
  },
  unsubscribe: {
    title: (brand: string | undefined) => (brand === undefined ? 'Stop all mail?' : `Stop all mail from ${brand}?`),
    button: 'Unsubscribe',
    doneTitle: 'Done',
    doneText: (brand: string | undefined) =>
      `${brand ?? 'This sender'} will not write to you again. Should you change your mind, sign up again on its page.`,
  },
  preferences: {
    title: (brand: string | undefined) => (brand === undefined ? 'What you get' : `What ${brand} may send you`),
    none: (brand: string | undefined) => `${brand ?? 'This sender'} will not write to you.`,
    nothing: (brand: string | undefined, date: string) =>
      `Since ${date}, ${brand ?? 'this sender'} sends you nothing any more.`,
    again: 'Should you want mail again, tick what you want and save it.',
    final: (brand: string | undefined) =>
      `${brand ?? 'This sender'} will not write to you: its mail was reported as unwanted from this mailbox, or came back. This page cannot change that. To get mail again, sign up with another address.`,
    stop: (brand: string | undefined) =>
      brand === undefined ? 'Unsubscribe from everything' : `Unsubscribe from everything from ${brand}`,
    save: 'Save my choices',
    known: 'What is known about you',
    address: 'Your e-mail address',
    since: (title: string, date: string) => `You have been getting ${title} since ${date}`,
    left: (title: string, date: string) => `You left ${title} on ${date}`,
    kept: 'Kept while you are signed up; the proof of what you agreed to, three years longer',
    record: 'Download my record',
    recordText: 'everything you agreed to and stopped, with its proof. Your address is not in the file.',
    behind: (brand: string) => `Who ${brand} is`,
    savedTitle: 'Saved',
    savedText: 'From now on this holds:',
    yes: 'Yes:',
    no: 'No:',
    back: 'Change what you get',
  },
  signpost: {
    title: 'Mail that people asked for',
    text: 'From here, shops, brands and associations write to people who signed up and confirmed it by pressing a button. Nobody else gets their mail.',
    stop: 'You want no more mail? The link at the end of each one stops it at once, without a log-in.',
    waiting: 'You have just signed up? Look into your mail, and into the spam folder, for one with a button.',
  },
  problem: {
    not_found: {
      title: 'There is nothing here',
      text: 'The address may have been cut off. Copy the whole of it, or look for the latest mail.',
    },
    expired: {
      title: 'This link is too old',
      text: 'Links to confirm work for seven days. Sign up again and you get a new one.',
    },
    closed: {
      title: 'This page is closed',
      text: (brand: string) => `Nobody can sign up here any more. Ask ${brand} if you expected something else.`,
    },
    unavailable: {
      title: 'This did not work',
      text: 'Something went wrong on our side, and nothing was changed. Please try again in a minute.',
    },
    invalid: { title: 'That could not be read', text: 'Please go back, and send the form again.' },
  },
};
