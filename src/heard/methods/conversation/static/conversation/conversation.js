// Everything here is an improvement: each page works without it.

// Read aloud, where the browser speaks. The button appears only there.
const words = document.querySelector("[data-read-words]")?.dataset;
if (words && "speechSynthesis" in window && "SpeechSynthesisUtterance" in window) {
  let speaking = null;
  const stop = () => {
    speechSynthesis.cancel();
    if (speaking) speaking.textContent = words.start;
    speaking = null;
  };
  for (const text of document.querySelectorAll("[data-read]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet read-aloud";
    button.textContent = words.start;
    button.addEventListener("click", () => {
      const again = speaking === button;
      stop();
      if (again) return;
      const said = new SpeechSynthesisUtterance(text.innerText);
      said.lang = text.lang || document.documentElement.lang;
      said.addEventListener("end", () => { if (speaking === button) stop(); });
      speaking = button;
      button.textContent = words.stop;
      speechSynthesis.speak(said);
    });
    text.after(button);
  }
  window.addEventListener("pagehide", stop);
}

const form = document.querySelector("[data-say]");
if (form) {
  // What others said that is close, while one writes.
  const here = form.querySelector("[data-alike-here]");
  const value = (name) => form.elements.namedItem(name)?.value ?? "";
  let waiting = 0, asked = "", turn = 0;
  const look = async () => {
    const words = value("words").trim();
    if (words === asked || words.split(/\s+/).length < 4) return;
    asked = words;
    const mine = ++turn;
    const query = new URLSearchParams({ words: words.slice(0, 1000), title: value("title") });
    const answer = await fetch(`${form.dataset.alike}?${query}`, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok && mine === turn) here.innerHTML = await answer.text();
  };
  form.addEventListener("input", (event) => {
    if (event.target.name !== "words" && event.target.name !== "title") return;
    clearTimeout(waiting);
    waiting = setTimeout(look, 700);
  });

  // The place where one stands, to about a hundred metres.
  const pin = form.querySelector("[data-pin]");
  const at = form.querySelector("[data-pin-here]");
  if (pin && at && navigator.geolocation) {
    const button = at.querySelector("[data-pin-button]"), said = at.querySelector("[data-pin-said]");
    at.hidden = false;
    button.addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => { pin.value = `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`; said.textContent = button.dataset.on; },
        () => { said.textContent = button.dataset.no; },
        { timeout: 15000 },
      );
    });
  }

  // One's voice, recorded here.
  const file = form.querySelector("[data-record]");
  const record = form.querySelector("[data-record-here]");
  if (file && record && window.MediaRecorder && navigator.mediaDevices?.getUserMedia && window.DataTransfer) {
    const button = record.querySelector("[data-record-button]"), said = record.querySelector("[data-record-said]");
    let recorder = null;
    record.hidden = false;
    button.addEventListener("click", async () => {
      if (recorder?.state === "recording") { recorder.stop(); return; }
      const sound = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
      if (!sound) { said.textContent = said.dataset.no; return; }
      const parts = [];
      recorder = new MediaRecorder(sound);
      recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
      recorder.addEventListener("stop", () => {
        sound.getTracks().forEach((track) => track.stop());
        const kept = new DataTransfer();
        kept.items.add(new File(parts, "spoken", { type: recorder.mimeType }));
        file.files = kept.files;
        button.textContent = button.dataset.start;
        said.textContent = said.dataset.done;
      });
      recorder.start();
      button.textContent = button.dataset.stop;
      said.textContent = said.dataset.on;
      setTimeout(() => { if (recorder.state === "recording") recorder.stop(); }, 600000);
    });
  }
}
