// The page: who is there, the list of jobs kept fresh, what can be done with one.
import * as service from "./service.js";
import { JobRows, isActive, nameOf, stateWords } from "./job_rows.js";
import { SubmitForm } from "./submit_form.js";
import { currentLanguage, onLanguage, otherLanguage, say, speak } from "./texts.js";

const at = id => document.getElementById(id);
const SOON = 1000, LATER = 5000;  // ms until the list is asked for again, while something runs and else
const PAGE = 50, MOST = 1000;     // jobs

let session = null, size = PAGE, timer = 0, unreachable = false, asking = false, askAgain = false;

const tell = words => { at("status").textContent = words; };
const rows = new JobRows(at("jobs"), act);
const form = new SubmitForm(tell, () => refresh(), signOut);

function showSession() {
  const here = session !== null;
  at("sign-in").hidden = here;
  at("new-job").hidden = at("all-jobs").hidden = !here;
  at("sign-out").hidden = !(here && session.accounts && service.hasToken());
  at("who").textContent = !here ? "" : session.accounts ? say("signed_in_as", session.user) : say("without_accounts");
  at("version").textContent = here && session.version ? say("version", session.version) : "";
}

function signOut() {
  service.forgetToken();
  session = null;
  clearTimeout(timer);
  rows.show([]);
  showSession();
  at("token").focus();
}

async function signIn(token) {
  at("token-fault").textContent = "";
  if (token) service.keepToken(token);
  try {
    session = await service.session();
    form.uploadBytes = session.upload_bytes;
    at("token").value = "";
    showSession();
    refresh();
  } catch (fault) {
    if (!(fault instanceof service.Refused)) return stayAway(() => signIn(token));
    if (token) at("token-fault").textContent = fault.status === 401 ? say("token_refused") : fault.message;
    else if (fault.status !== 401) tell(fault.message);
    signOut();
  }
}

// The service is down for a moment: the page waits for it.
function stayAway(again) {
  if (!unreachable) tell(say("unreachable"));
  unreachable = true;
  clearTimeout(timer);
  timer = setTimeout(again, LATER / 2);
}

function comeBack() {
  if (unreachable) tell(say("reachable"));
  unreachable = false;
}

async function refresh() {
  if (!session) return;
  if (asking) {
    askAgain = true;
    return;
  }
  clearTimeout(timer);
  asking = true;
  try {
    const answer = await service.jobs({ states: at("states").value, name: at("search").value.trim(), size });
    comeBack();
    showJobs(answer);
    const wait = answer.jobs.some(isActive) ? SOON : LATER;
    if (session && !document.hidden) timer = setTimeout(refresh, wait);
  } catch (fault) {
    if (!(fault instanceof service.Refused)) stayAway(refresh);
    else if (fault.status === 401) signOut();
    else stayAway(refresh), tell(fault.message);
  } finally {
    asking = false;
    if (askAgain) {
      askAgain = false;
      refresh();
    }
  }
}

function showJobs(answer) {
  if (!session) return;
  const changed = rows.show(answer.jobs);
  if (changed.length) tell(changed.map(job => say("now", nameOf(job), stateWords(job))).join(" "));
  form.offer(answer.jobs);
  at("no-jobs").hidden = answer.jobs.length > 0;
  at("more").hidden = !answer.next_page || size >= MOST;
}

function confirmed(words, yes) {
  const dialog = at("confirm");
  at("confirm-text").textContent = words;
  at("confirm-yes").textContent = yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

// Opens an address that needs no header, in a tab of its own or as a file to save.
async function open(job, path, asFile) {
  const link = document.createElement("a");
  link.href = `/open/${await service.ticket(job.id)}/${path}`;
  if (asFile) link.download = "";
  else link.target = "_blank";
  link.rel = "noopener";
  link.click();
}

const actions = {
  report: job => open(job, `report.html?language=${currentLanguage()}`, false),
  plan: job => open(job, "plan.pbs", true),
  async cancel(job) {
    if (!(await confirmed(say("really_cancel", nameOf(job)), say("yes_cancel")))) return;
    await service.cancel(job.id);
    await refresh();
  },
  async delete(job) {
    if (!(await confirmed(say("really_delete", nameOf(job)), say("yes_delete")))) return;
    await service.remove(job.id);
    tell(say("deleted", nameOf(job)));
    at("jobs-heading").focus();
    await refresh();
  },
};

async function act(action, job, button) {
  button.disabled = true;
  try {
    await actions[action](job);
  } catch (fault) {
    if (fault instanceof service.Refused && fault.status === 401) signOut();
    else tell(fault instanceof service.Refused ? fault.message : say("unreachable"));
  } finally {
    button.disabled = false;
    refresh();
  }
}

at("language").addEventListener("click", () => {
  speak(otherLanguage());
  localStorage.setItem("planwerk-language", currentLanguage());
});
onLanguage(() => {
  at("language").lang = otherLanguage();
  showSession();
  rows.repeat();
});
at("sign-in-form").addEventListener("submit", event => {
  event.preventDefault();
  signIn(at("token").value.trim());
});
at("sign-out").addEventListener("click", signOut);
at("search").addEventListener("input", refresh);
at("states").addEventListener("change", refresh);
at("more").addEventListener("click", () => {
  size = Math.min(size + PAGE, MOST);
  refresh();
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });

speak(localStorage.getItem("planwerk-language") ?? (navigator.language.startsWith("de") ? "de" : "en"));
signIn("");
