// The rows of the table of jobs. A row stays the same element while its job is listed, so that whoever stands on one of
// its buttons with the keyboard stays there; only what has changed is written.
import { currentLanguage, duration, gapFigure, moment, say, whole } from "./texts.js";
import { translated } from "./reasons.js";

const PROOFS = ["infeasible", "unbounded"];  // that there is no plan: nothing has a gap
const TERMINAL = ["finished", "failed", "cancelled"];
export const isActive = job => job.state === "queued" || job.state === "running" || job.state === "uploading";
// Finished with the proof that nothing fulfils all demands, which is an answer, but no plan.
const hasNoPlan = job => job.state === "finished" && job.figures?.status === "infeasible";
export const stateWords = job => say(hasNoPlan(job) ? "no_plan" : job.state);
export const nameOf = job => job.name || job.id;

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function progressWords(job) {
  const progress = job.progress;
  if (!progress) return "";
  const words = [say("phases")[progress.phase] ?? progress.phase];
  if (progress.iteration > 0) words.push(say("iteration", whole(progress.iteration)));
  if (progress.relative_gap > 0) words.push(say("gap", gapFigure(progress.relative_gap)));
  if (progress.elapsed_s > 0) words.push(duration(progress.elapsed_s));
  return words.filter(Boolean).join(" · ");
}

function resultWords(job) {
  const words = [];
  if (job.figures && !hasNoPlan(job)) {  // where there is none, state and reason say it
    words.push(say("statuses")[job.figures.status] ?? job.figures.status);
    if (job.figures.safe_gap > 0 && !PROOFS.includes(job.figures.status)) words.push(say("gap", gapFigure(job.figures.safe_gap)));
  }
  if (job.finished && job.started) words.push(say("took", duration((job.finished - job.started) / 1000)));
  return words.join(" · ");
}

const sized = (what, job) => say(what, whole(job.size[what]), job.size[what]);

function element(tag, className = "", role = "") {
  const made = document.createElement(tag);
  if (role) made.setAttribute("role", role);
  if (className) made.className = className;
  return made;
}

class JobRow {
  constructor(job, act) {
    this.row = element("tr", "", "row");
    this.row.dataset.job = job.id;
    this.head = element("th", "", "rowheader");
    this.head.scope = "row";
    this.name = element("span");
    this.owner = element("span", "soft");
    this.head.append(this.name, this.owner);
    this.state = element("span");
    this.attempt = element("span", "soft reason");
    this.words = element("span", "words");
    this.reason = element("span", "reason soft");
    this.bar = element("progress");
    this.size = element("td", "number", "cell");
    this.created = element("td", "", "cell");
    this.buttons = Object.fromEntries(["report", "plan", "cancel", "delete"].map(action => {
      const button = element("button", action);
      button.type = "button";
      button.addEventListener("click", () => act(action, this.job, button));
      return [action, button];
    }));
    const cells = [[this.state, this.attempt], [this.words, this.bar, this.reason]].map(parts => {
      const cell = element("td", "", "cell");
      cell.append(...parts);
      return cell;
    });
    const actions = element("td", "actions", "cell");
    actions.append(...Object.values(this.buttons));
    this.row.append(this.head, ...cells, this.size, this.created, actions);
  }

  show(job) {
    this.job = job;
    const name = nameOf(job);
    write(this.name, name);
    write(this.owner, job.mine ? "" : say("of_user", job.owner));
    this.state.className = `state ${hasNoPlan(job) ? "no_plan" : job.state}`;
    write(this.state, stateWords(job));
    write(this.attempt, job.attempts > 1 ? say("attempt", job.attempts) : "");
    write(this.words, TERMINAL.includes(job.state) ? resultWords(job) : progressWords(job));
    this.#showReason(job);
    this.bar.hidden = job.state !== "running";
    this.bar.setAttribute("aria-label", say("progress_of", name));
    write(this.size, job.size.products ? `${sized("products", job)}\n${sized("needs", job)}` : "");
    write(this.created, moment(job.created));
    this.#showButtons(job, name);
  }

  // The service gives its reasons in English.
  #showReason(job) {
    const ends = job.cancel_requested && job.state === "running";
    const words = ends ? say("cancel_asked") : translated(job.reason, currentLanguage());
    this.reason.lang = words === null ? "en" : currentLanguage();
    write(this.reason, words ?? job.reason);
  }

  #showButtons(job, name) {
    const wanted = {
      report: job.has_plan, plan: job.has_plan, cancel: job.mine && (job.state === "queued" || job.state === "running"),
      delete: job.mine && (TERMINAL.includes(job.state) || job.state === "uploading"),
    };
    for (const [action, button] of Object.entries(this.buttons)) {
      write(button, say(action));
      button.setAttribute("aria-label", say(`${action}_of`, name));
      button.hidden = !wanted[action];
    }
    this.buttons.cancel.disabled = job.cancel_requested;
  }
}

export class JobRows {
  #rows = new Map();

  // `act(action, job, button)`: what somebody wants to do with a job.
  constructor(body, act) {
    this.body = body;
    this.act = act;
  }

  // Shows these jobs in this order. Returns those whose state has changed since the last time.
  show(jobs) {
    const changed = [];
    const listed = new Set(jobs.map(job => job.id));
    for (const [id, row] of this.#rows) {
      if (listed.has(id)) continue;
      row.row.remove();
      this.#rows.delete(id);
    }
    jobs.forEach((job, place) => {
      let row = this.#rows.get(job.id);
      if (row && row.job.state !== job.state) changed.push(job);
      if (!row) this.#rows.set(job.id, row = new JobRow(job, this.act));
      row.show(job);
      if (this.body.children[place] !== row.row) this.body.insertBefore(row.row, this.body.children[place] ?? null);
    });
    return changed;
  }

  // In the other language.
  repeat() {
    for (const row of this.#rows.values()) row.show(row.job);
  }
}
