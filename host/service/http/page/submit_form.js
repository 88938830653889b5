// The form that submits a job: sends the file, shows how far it is, lists what is wrong with the job.
import { Refused, newKey, submit } from "./service.js";
import { onLanguage, percent, say, whole } from "./texts.js";

const at = id => document.getElementById(id);
const SHOWN = 20;  // problems

function listOf(problems, count) {
  const list = document.createElement("ul");
  for (const problem of problems.slice(0, SHOWN)) {
    const place = document.createElement("code"), item = document.createElement("li");
    place.textContent = problem.value ? `${problem.path}: ${problem.value}` : problem.path;
    const words = document.createElement("span");
    words.lang = "en";  // as the service tells it
    words.textContent = problem.message;
    item.append(place, " ", words);
    list.append(item);
  }
  if (count > SHOWN) {
    const rest = document.createElement("li");
    rest.textContent = say("and_more", whole(count - SHOWN));
    list.append(rest);
  }
  return list;
}

export class SubmitForm {
  #form = at("submit-form");
  #key = newKey();  // the same until a job was taken: a submission that broke is the same job when sent again
  #sending = null;
  #uploadBytes = Infinity;

  // `tell`: words for everybody; `onSubmitted`: there is a new job; `onSignedOut`: the token does not count any more.
  constructor(tell, onSubmitted, onSignedOut) {
    this.tell = tell;
    this.onSubmitted = onSubmitted;
    this.onSignedOut = onSignedOut;
    this.#form.addEventListener("submit", event => {
      event.preventDefault();
      this.#send();
    });
    this.#form.addEventListener("input", () => { this.#key = newKey(); });
    this.#form.addEventListener("change", () => this.#showFile());
    this.#form.addEventListener("reset", () => setTimeout(() => this.#showFile()));  // once it is empty
    onLanguage(() => this.#showFile());
    at("stop-sending").addEventListener("click", () => this.#sending?.abort());
  }

  set uploadBytes(bytes) { this.#uploadBytes = bytes; }

  // Plans that a new one may start from.
  offer(jobs) {
    const select = at("previous"), chosen = select.value;
    const wanted = jobs.filter(job => job.has_plan && job.mine);
    if (wanted.map(job => job.id).join() === [...select.options].slice(1).map(option => option.value).join()) return;
    while (select.options.length > 1) select.remove(1);
    for (const job of wanted) select.add(new Option(job.name || job.id, job.id));
    select.value = wanted.some(job => job.id === chosen) ? chosen : "";
  }

  #showFile() { at("chosen").textContent = at("file").files[0]?.name ?? say("no_file"); }

  #fields() {
    const fields = { key: this.#key, name: at("name").value.trim(), priority: at("priority").value || "0" };
    for (const [name, id] of [["previous", "previous"], ["time_limit", "time-limit"], ["tolerance", "tolerance"]]) {
      const value = at(id).value.trim();
      if (value) fields[name] = value;
    }
    if (at("labour").checked) fields.labour = "1";
    return fields;
  }

  #complain(words, problems = [], count = problems.length) {
    const heading = document.createElement("p");
    heading.textContent = words;
    at("problems").replaceChildren(heading, ...(problems.length ? [listOf(problems, count)] : []));
  }

  #show(sending) {
    at("submit").disabled = sending;
    at("stop-sending").hidden = at("sending").hidden = !sending;
    at("sending").value = 0;
    at("sending").setAttribute("aria-label", say("sending", ""));
  }

  async #send() {
    const file = at("file").files[0];
    at("problems").replaceChildren();
    if (!file) {
      this.#complain(say("choose_file"));
      at("file").focus();
      return;
    }
    if (file.size > this.#uploadBytes) {
      this.#complain(say("too_large", `${whole(Math.floor(this.#uploadBytes / 2 ** 20))} MiB`));
      return;
    }
    this.#sending = new AbortController();
    this.#show(true);
    try {
      const answer = await submit(file, this.#fields(), share => this.#progress(share), this.#sending.signal);
      if (answer) this.#taken(answer);
      else this.tell(say("sending_stopped"));
    } catch (fault) {
      this.#refused(fault);
    } finally {
      this.#show(false);
      this.#sending = null;
    }
  }

  #progress(share) {
    at("sending").value = share;
    this.tell(share < 1 ? say("sending", percent(share)) : say("judging"));
  }

  #taken(answer) {
    this.tell(say("submitted_as", answer.job.name || answer.job.id));
    if (answer.warnings.length) this.#complain(say("warnings", whole(answer.warnings.length)), answer.warnings);
    this.#form.reset();
    this.#key = newKey();
    this.onSubmitted(answer.job);
  }

  #refused(fault) {
    this.tell("");
    if (!(fault instanceof Refused)) this.#complain(say("unreachable"));
    else if (fault.status === 401) this.onSignedOut();
    else this.#complain(`${say("faults")} ${fault.message}`, fault.problems, fault.errors);
  }
}
