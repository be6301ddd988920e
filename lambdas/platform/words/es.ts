import type { Words } from './catalogs.ts';

export const es: Words = {
  form: {
    address: 'Su dirección de correo',
    firstName: 'Nombre',
    lastName: 'Apellidos',
    optional: 'opcional',
    choose: 'Elija',
    age: (years) => `Tengo al menos ${years} años.`,
    who: (brand, frequency) => `${brand} escribe ${frequency}. Cada correo lleva un enlace para dejar de recibirlo.`,
    button: (title) => `Recibir ${title}`,
    privacy: (brand) => `Qué hace ${brand} con sus datos`,
    gpc: 'Su navegador pide que no se le siga. Lo respetamos: no se comparte ni se vende nada sobre usted.',
    trap: 'Deje esto vacío',
    summary: 'Ya casi está. Mire lo que está marcado abajo.',
    outdated: 'Esta página ha cambiado desde que la abrió. Léala de nuevo, marque lo que quiera y envíela otra vez.',
  },
  proof: {
    title: 'Un paso más',
    text: 'Llegan muchas suscripciones desde su red, o la suya llegó de un modo poco habitual. Para dejar fuera a las máquinas, su navegador hace ahora un pequeño cálculo. Para ello no se lee nada de usted.',
    working: 'Su navegador está calculando; tarda unos segundos.',
    done: 'Hecho. Pulse el botón de abajo.',
    failed: (contact) =>
      `Su navegador no ha podido. Abra esta página en otro navegador, o escriba a ${contact} y pida que le apunten.`,
    noScript: (contact) =>
      `Este paso necesita JavaScript, que está desactivado en su navegador. Actívelo para esta página, o escriba a ${contact} y pida que le apunten.`,
  },
  issues: {
    missing: 'Escriba su dirección de correo.',
    has_space: 'Esa dirección tiene un espacio. Pruebe con ada@example.net.',
    no_at: 'Una dirección de correo lleva una @ con algo a cada lado. Pruebe con ada@example.net.',
    too_long: 'Una dirección no puede ser tan larga.',
    unusual_form: 'No podemos escribir a una dirección de esa forma. Pruebe con ada@example.net.',
    not_ascii: 'No podemos escribir a una dirección con esas letras antes de la @. Pruebe con otra.',
    not_an_address: 'Eso no parece una dirección de correo. Pruebe con ada@example.net.',
    no_mail_there: 'A lo que sigue a la @ no llega ningún correo. ¿Está bien escrito?',
    reserved_domain: 'Nadie puede recibir correo en esa dirección. Escriba la suya.',
    required: 'Rellene este campo.',
    too_long_text: 'Son más de 200 caracteres.',
    not_a_number: 'Escriba un número, por ejemplo 12 o 3,5.',
    not_a_date: 'Escriba una fecha, por ejemplo 2026-11-24.',
    not_an_option: 'Elija de la lista.',
    unknown: 'Este formulario no tiene ese campo.',
    box_needed: 'Marque la casilla si quiere recibir el correo.',
    age_needed: 'Marque la casilla si es así. Si no, no podemos escribirle.',
  },
  checkMail: {
    title: 'Mire su correo',
    text: (brand) => `${brand} le ha enviado un correo con un botón. Queda suscrito cuando lo pulse, y no antes.`,
    notThere:
      '¿No hay nada tras unos minutos? Mire en el correo no deseado, o revise la dirección y suscríbase otra vez.',
    goOn: (host) => `Seguir a ${host}`,
  },
  confirm: {
    title: 'Solo falta un botón',
    text: (title, brand) => `Ha pedido a ${brand}: ${title}.`,
    button: 'Confirmar mi suscripción',
    notMe: 'No he sido yo',
    doneTitle: 'Ya está suscrito',
    doneText: (title, brand) => `${brand} le enviará: ${title}. Cada correo lleva un enlace que lo detiene al momento.`,
    alreadyTitle: 'Ya estaba suscrito',
    alreadyText: 'Este enlace ya ha cumplido. No hay que hacer nada más.',
  },
  denial: {
    title: '¿No ha sido usted?',
    text: (brand) =>
      `Alguien escribió su dirección en un formulario de ${brand}. Pulse el botón y no le escribirán más por un formulario.`,
    button: 'Yo no he pedido esto',
    doneTitle: 'Gracias por avisar',
    doneText: (brand) => `La solicitud queda anulada. ${brand} no le escribirá.`,
    voidTitle: 'Este enlace queda anulado',
    lateTitle: 'Ya está confirmado',
    lateText: (brand) =>
      `Alguien ya pulsó el botón de este mensaje. El enlace al final de cada mensaje de ${brand} lo detiene todo al momento.`,
  },
  unsubscribe: {
    title: (brand) => (brand === undefined ? '¿Dejar de recibir correo?' : `¿Dejar de recibir correo de ${brand}?`),
    button: 'Darme de baja',
    doneTitle: 'Hecho',
    doneText: (brand) =>
      `${brand ?? 'Este remitente'} no le escribirá más. Si cambia de idea, suscríbase otra vez en su página.`,
  },
  preferences: {
    title: (brand) => (brand === undefined ? 'Lo que recibe' : `Lo que ${brand} puede enviarle`),
    none: (brand) => `${brand ?? 'Este remitente'} no le escribirá.`,
    final: (brand) =>
      `${brand ?? 'Este remitente'} no le escribirá: sus correos se marcaron como no deseados desde este buzón, o fueron devueltos. Esta página no puede cambiarlo. Para volver a recibirlos, suscríbase con otra dirección.`,
    stop: (brand) => (brand === undefined ? 'Darme de baja de todo' : `Darme de baja de todos los correos de ${brand}`),
    save: 'Guardar mi elección',
    known: 'Lo que se sabe de usted',
    address: 'Su dirección de correo',
    since: (title, date) => `Desde el ${date} recibe: ${title}`,
    left: (title, date) => `Baja el ${date}: ${title}`,
    kept: 'Se guarda mientras esté suscrito; la prueba de su acuerdo, tres años más',
    record: 'Descargar mi registro',
    recordText: 'todo lo que aceptó y dejó, con su prueba. Su dirección no está en el archivo.',
    behind: (brand) => `Quién es ${brand}`,
    savedTitle: 'Guardado',
    savedText: 'Desde ahora:',
    yes: 'Sí:',
    no: 'No:',
    back: 'Cambiar lo que recibe',
  },
  problem: {
    not_found: {
      title: 'Aquí no hay nada',
      text: 'Quizá la dirección esté cortada. Cópiela entera, o busque el último correo.',
    },
    expired: {
      title: 'Este enlace es demasiado antiguo',
      text: 'Los enlaces para confirmar valen siete días. Suscríbase otra vez y recibirá uno nuevo.',
    },
    closed: {
      title: 'Esta página está cerrada',
      text: (brand) => `Ya no es posible suscribirse aquí. Pregunte a ${brand} si esperaba otra cosa.`,
    },
    unavailable: {
      title: 'No ha funcionado',
      text: 'Algo ha fallado por nuestra parte y no se ha cambiado nada. Inténtelo dentro de un minuto.',
    },
    invalid: { title: 'No se pudo leer', text: 'Vuelva atrás y envíe el formulario otra vez.' },
  },
};
