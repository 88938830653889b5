// The service as the page sees it. The token lives in this tab alone and goes into a header that no foreign page can
// make a browser send; so there is no cookie that one could abuse.
const TOKEN = "planwerk-token";

export const hasToken = () => sessionStorage.getItem(TOKEN) !== null;
export const keepToken = token => sessionStorage.setItem(TOKEN, token);
export const forgetToken = () => sessionStorage.removeItem(TOKEN);

// What the service refused: its HTTP status and its words.
export class Refused extends Error {
  constructor(status, error) {
    super(error?.message ?? `HTTP ${status}`);
    this.status = status;
    this.problems = error?.problems ?? [];
    this.errors = error?.errors ?? this.problems.length;
  }
}

function headers() {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { "X-Planwerk": "page", Authorization: `Bearer ${token}` } : { "X-Planwerk": "page" };
}

async function ask(method, path) {
  const answer = await fetch(path, { method, headers: headers(), cache: "no-store" });
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, value.error);
  return value;
}

export const session = () => ask("GET", "/api/session");
export const jobs = fields => ask("GET", `/api/jobs?${new URLSearchParams(fields)}`);
export const cancel = id => ask("POST", `/api/jobs/${id}/cancel`);
export const remove = id => ask("DELETE", `/api/jobs/${id}`);
export const ticket = async id => (await ask("POST", `/api/jobs/${id}/ticket`)).ticket;

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return "page-" + [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
}

// Sends a file; `onProgress` hears the share that is on its way (fetch does not tell). Ends with the answer, or null
// where `signal` stopped it.
export function submit(file, fields, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/jobs?${new URLSearchParams({ file: file.name, ...fields })}`);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", event => onProgress(event.loaded / Math.max(event.total, 1)));
    request.addEventListener("load", () => {
      let value = {};
      try { value = JSON.parse(request.responseText); } catch { /* the status says enough */ }
      if (request.status === 201) resolve(value);
      else reject(new Refused(request.status, value.error));
    });
    request.addEventListener("error", () => reject(new TypeError("network")));
    request.addEventListener("abort", () => resolve(null));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
