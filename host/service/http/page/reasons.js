// The service says in English why a job is as it is, so that logs and clients agree; here are its sentences in the
// page's other languages.
const sentences = {
  de: [
    ["the hard demands contradict each other", "die harten Forderungen widersprechen sich"],
    ["the plan can be carried out, but the gap to the proven bound is larger than asked for",
      "der Plan ist ausführbar, doch der Abstand zur bewiesenen Schranke ist größer als verlangt"],
    ["no executable plan was found near the solver's point", "nahe am gefundenen Punkt liegt kein ausführbarer Plan"],
    ["the solver found the job infeasible, but its proof did not stand up to rounding",
      "der Auftrag schien unerfüllbar, doch der Beweis hielt den Rundungsfehlern nicht stand"],
    ["cancelled", "abgebrochen"],
    ["cancelled before its solve began", "abgebrochen, bevor die Rechnung begann"],
    ["cancelled; there is no plan so far", "abgebrochen; bis dahin gibt es keinen Plan"],
    ["the service was stopped", "der Dienst wurde angehalten"],
    ["gave way to a more urgent job", "machte einem dringenderen Auftrag Platz"],
    ["waits for the store", "wartet auf den Speicher"],
    ["the stored job is damaged", "der gespeicherte Auftrag ist beschädigt"],
    ["the device has too little memory for this job(, which may have (\\d+) MiB)?",
      "das Gerät hat zu wenig Speicher für diesen Auftrag"],
    ["the worker has too little memory for this job, which may have (\\d+) MiB",
      "der Speicher reicht für diesen Auftrag nicht; erlaubt sind $1 MiB"],
    ["the worker has too little memory for this job", "der Speicher reicht für diesen Auftrag nicht"],
    ["the service has too little memory to check the plan", "der Speicher reicht nicht, um den Plan zu prüfen"],
    ["its worker (.*); tried once more", "die Rechnung brach ab ($1); noch ein Versuch"],
    ["its worker (.*)", "die Rechnung brach ab ($1)"],
    ["in quarantine after (\\d+) workers; the last (.*)", "in Quarantäne: $1 Rechnungen brachen ab (zuletzt: $2)"],
  ].map(([pattern, words]) => [new RegExp(`^${pattern}$`), words]),
};

// The sentence in this language; null where it is not known.
export function translated(reason, language) {
  if (language === "en" || !reason) return reason;
  const found = sentences[language].find(([pattern]) => pattern.test(reason));
  return found ? reason.replace(found[0], found[1]) : null;
}
