// All words of the page, in the languages it speaks. Functions take what stands in between.
export const texts = {
  en: {
    other_language: "Deutsch",
    sign_in: "Sign in",
    sign_in_why: "This service has accounts. Your token stays in this tab and is forgotten when you close it.",
    token: "Token",
    token_refused: "The service does not know this token, or it has expired.",
    sign_out: "Sign out",
    signed_in_as: user => `Signed in as ${user}`,
    without_accounts: "without accounts, for users of this machine",
    new_job: "New job",
    file: "File of the job",
    file_help: ".textproto, .json, .pb or .pbs",
    browse: "Browse …",
    no_file: "no file chosen",
    name: "Name in the list (optional)",
    more_settings: "More settings",
    start_from: "Start from the plan of",
    from_scratch: "no earlier plan",
    priority: "Priority, -10 to 10",
    time_limit: "Time limit in seconds",
    tolerance: "Tolerance",
    labour_questions: "Ask of each short need what work it would take",
    submit: "Submit",
    stop_sending: "Stop sending",
    choose_file: "Choose the file of a job first.",
    too_large: limit => `The file is larger than ${limit}, the most that is taken here.`,
    sending: share => `Sending: ${share}`,
    judging: "Sent. The service reads and judges the job.",
    submitted_as: name => `“${name}” is in the queue.`,
    sending_stopped: "Sending was stopped; nothing was submitted.",
    warnings: count => count === "1" ? "The job has a warning:" : `The job has ${count} warnings:`,
    faults: "The job was not taken:",
    and_more: count => `and ${count} more`,
    jobs: "Jobs",
    search: "Search",
    show: "Show",
    all_states: "all",
    active: "waiting and running",
    not_finished: "failed and cancelled",
    job: "Job",
    state: "State",
    result: "Progress and result",
    size: "Size",
    submitted: "Submitted",
    actions: "Actions",
    no_jobs: "There are no jobs here yet.",
    more: "Show more",
    of_user: user => `of ${user}`,
    products: (words, count) => `${words} ${count === 1 ? "product" : "products"}`,
    needs: (words, count) => `${words} ${count === 1 ? "need" : "needs"}`,
    uploading: "uploading",
    queued: "waiting",
    running: "running",
    finished: "finished",
    no_plan: "finished: no plan exists",
    failed: "failed",
    cancelled: "cancelled",
    cancel_asked: "Asked to stop: the best plan so far is kept.",
    phases: {
      starting: "starting", reading: "reading the job", solving: "solving", writing: "writing the plan",
      verifying: "recomputing the certificate",
    },
    iteration: count => `step ${count}`,
    gap: gap => `gap ${gap}`,
    took: time => `took ${time}`,
    statuses: {
      optimal: "as good as was asked for", feasible: "can be carried out", infeasible: "demands contradict each other",
      unbounded: "nothing limits the objective", time_limit: "time ran out, best plan so far",
      iteration_limit: "limit of steps, best plan so far", interrupted: "stopped, best plan so far",
      out_of_memory: "out of memory", numerical_trouble: "numbers too difficult",
    },
    attempt: number => `attempt ${number}`,
    report: "Report",
    plan: "Plan",
    cancel: "Cancel",
    delete: "Delete",
    report_of: name => `Open the report of ${name}`,
    plan_of: name => `Save the plan of ${name}`,
    cancel_of: name => `Cancel ${name}`,
    delete_of: name => `Delete ${name}`,
    progress_of: name => `${name} is running`,
    really_delete: name => `Delete “${name}” with its economy and plan? This cannot be undone.`,
    really_cancel: name => `Stop “${name}”? The best plan so far is kept.`,
    yes_delete: "Delete",
    yes_cancel: "Stop it",
    keep: "Leave it as it is",
    deleted: name => `“${name}” was deleted.`,
    now: (name, state) => `“${name}”: ${state}`,
    unreachable: "The service does not answer. Trying again …",
    reachable: "The service answers again.",
    seconds: count => `${count} s`,
    minutes: (minutes, seconds) => `${minutes} min ${seconds} s`,
    hours: (hours, minutes) => `${hours} h ${minutes} min`,
    version: version => `planwerk ${version}`,
  },
  de: {
    other_language: "English",
    sign_in: "Anmelden",
    sign_in_why: "Dieser Dienst hat Konten. Ihr Schlüssel bleibt in diesem Fenster und wird vergessen, wenn Sie es schließen.",
    token: "Schlüssel",
    token_refused: "Der Dienst kennt diesen Schlüssel nicht, oder er ist abgelaufen.",
    sign_out: "Abmelden",
    signed_in_as: user => `Angemeldet als ${user}`,
    without_accounts: "ohne Konten, für alle an diesem Rechner",
    new_job: "Neuer Auftrag",
    file: "Datei des Auftrags",
    file_help: ".textproto, .json, .pb oder .pbs",
    browse: "Durchsuchen …",
    no_file: "keine Datei gewählt",
    name: "Name in der Liste (freiwillig)",
    more_settings: "Weitere Einstellungen",
    start_from: "Ausgehen vom Plan von",
    from_scratch: "keinem früheren Plan",
    priority: "Vorrang, -10 bis 10",
    time_limit: "Zeitgrenze in Sekunden",
    tolerance: "Genauigkeit",
    labour_questions: "Zu jedem knappen Bedarf fragen, welche Arbeit er bräuchte",
    submit: "Einreichen",
    stop_sending: "Senden abbrechen",
    choose_file: "Wählen Sie zuerst die Datei eines Auftrags.",
    too_large: limit => `Die Datei ist größer als ${limit}, mehr wird hier nicht angenommen.`,
    sending: share => `Wird gesendet: ${share}`,
    judging: "Gesendet. Der Dienst liest und prüft den Auftrag.",
    submitted_as: name => `„${name}“ steht in der Schlange.`,
    sending_stopped: "Das Senden wurde abgebrochen; nichts wurde eingereicht.",
    warnings: count => count === "1" ? "Zum Auftrag gibt es eine Warnung:" : `Zum Auftrag gibt es ${count} Warnungen:`,
    faults: "Der Auftrag wurde nicht angenommen:",
    and_more: count => `und ${count} weitere`,
    jobs: "Aufträge",
    search: "Suchen",
    show: "Zeigen",
    all_states: "alle",
    active: "wartende und laufende",
    not_finished: "gescheiterte und abgebrochene",
    job: "Auftrag",
    state: "Stand",
    result: "Fortschritt und Ergebnis",
    size: "Größe",
    submitted: "Eingereicht",
    actions: "Handlungen",
    no_jobs: "Hier gibt es noch keine Aufträge.",
    more: "Mehr zeigen",
    of_user: user => `von ${user}`,
    products: (words, count) => `${words} ${count === 1 ? "Produkt" : "Produkte"}`,
    needs: (words, count) => `${words} ${count === 1 ? "Bedarf" : "Bedarfe"}`,
    uploading: "wird gesendet",
    queued: "wartet",
    running: "läuft",
    finished: "fertig",
    no_plan: "fertig: es gibt keinen Plan",
    failed: "gescheitert",
    cancelled: "abgebrochen",
    cancel_asked: "Soll enden: der beste Plan bis hierher bleibt erhalten.",
    phases: {
      starting: "beginnt", reading: "liest den Auftrag", solving: "rechnet", writing: "schreibt den Plan",
      verifying: "rechnet die Bescheinigung nach",
    },
    iteration: count => `Schritt ${count}`,
    gap: gap => `Abstand ${gap}`,
    took: time => `dauerte ${time}`,
    statuses: {
      optimal: "so gut wie verlangt", feasible: "ausführbar", infeasible: "Forderungen widersprechen sich",
      unbounded: "nichts begrenzt das Ziel", time_limit: "Zeit abgelaufen, bester Plan bis dahin",
      iteration_limit: "Schrittgrenze, bester Plan bis dahin", interrupted: "angehalten, bester Plan bis dahin",
      out_of_memory: "Speicher reichte nicht", numerical_trouble: "Zahlen zu schwierig",
    },
    attempt: number => `Versuch ${number}`,
    report: "Bericht",
    plan: "Plan",
    cancel: "Abbrechen",
    delete: "Löschen",
    report_of: name => `Bericht zu ${name} öffnen`,
    plan_of: name => `Plan zu ${name} speichern`,
    cancel_of: name => `${name} abbrechen`,
    delete_of: name => `${name} löschen`,
    progress_of: name => `${name} läuft`,
    really_delete: name => `„${name}“ mit Wirtschaft und Plan löschen? Das lässt sich nicht zurücknehmen.`,
    really_cancel: name => `„${name}“ anhalten? Der beste Plan bis hierher bleibt erhalten.`,
    yes_delete: "Löschen",
    yes_cancel: "Anhalten",
    keep: "So lassen",
    deleted: name => `„${name}“ wurde gelöscht.`,
    now: (name, state) => `„${name}“: ${state}`,
    unreachable: "Der Dienst antwortet nicht. Neuer Versuch …",
    reachable: "Der Dienst antwortet wieder.",
    seconds: count => `${count} s`,
    minutes: (minutes, seconds) => `${minutes} min ${seconds} s`,
    hours: (hours, minutes) => `${hours} h ${minutes} min`,
    version: version => `planwerk ${version}`,
  },
};

let language = "en";
const listeners = [];

export const currentLanguage = () => language;
export const otherLanguage = () => (language === "en" ? "de" : "en");

// The words for `name`, with values in their places.
export function say(name, ...values) {
  const words = texts[language][name];
  return typeof words === "function" ? words(...values) : words;
}

export function onLanguage(listener) { listeners.push(listener); }

// Everything that stands in the page with data-text changes at once; the rest listens.
export function speak(next) {
  language = next;
  document.documentElement.lang = next;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const listener of listeners) listener();
}

export const figure = (value, digits = 3) =>
  new Intl.NumberFormat(language, { maximumSignificantDigits: digits }).format(value);
export const whole = value => new Intl.NumberFormat(language).format(value);
export const percent = share => new Intl.NumberFormat(language, { style: "percent" }).format(share);
export const moment = ms => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" }).format(ms);

// Gaps are small: powers of ten tell more than zeros.
export function gapFigure(value) {
  if (value >= 1e-3) return figure(value, 2);
  const [digits, power] = value.toExponential(1).split("e-");
  return `${figure(Number(digits), 2)}e−${power}`;
}

export function duration(seconds) {
  if (seconds < 60) return say("seconds", figure(seconds, seconds < 10 ? 2 : 3));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return say("minutes", minutes, Math.floor(seconds % 60));
  return say("hours", Math.floor(minutes / 60), minutes % 60);
}
