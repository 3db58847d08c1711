#!/usr/bin/env node
/** Lays the portal's static files beside its standalone server; for builds that do not go through `npm run demo`. */
import { assemblePortal } from "./set-up.mjs";

assemblePortal();
