/** Head matter of the two imaging trials: they are one demonstration in two trials, because a trial has one disease. */

const SITES = [
  { id: "demo-site-1", name: "Demonstration site 1 (invented)" },
  { id: "demo-site-2", name: "Demonstration site 2 (invented)" },
];
const ARMS = [
  {
    id: "simulated",
    name: "Checkpoint inhibitor (simulated)",
    description: "No patient was treated so; the courses are simulated.",
  },
];
const NOTICE =
  "Demonstration. Only the scans not marked simulated are real; every follow-up is a simulated follow-up of a real scan, and all days, laboratory values, treatments and events are simulated.";
const STS_CITATION =
  "Vallières M, Freeman CR, Skamene SR, El Naqa I. A radiomics model from joint FDG-PET and MRI texture features for the prediction of lung metastases in soft-tissue sarcomas of the extremities. Phys Med Biol 2015;60:5471-5496. doi:10.1088/0031-9155/60/14/5471; data: The Cancer Imaging Archive, doi:10.7937/K9/TCIA.2015.7GO2GSKS; Clark K, et al. J Digit Imaging 2013;26:1045-1057";

/** A simulated schedule, as of trials with a scan every eight weeks: the source has none. Days after the first dose, a week early or late. */
export const SARCOMA_SCHEDULE = [56, 112, 168].map((day) => ({
  id: `W${day / 7}`,
  day,
  windowBefore: 7,
  windowAfter: 7,
}));

export const SARCOMA_TRIAL = {
  id: "imaging-followup",
  title: "Imaging follow-up: soft-tissue sarcoma, simulated courses on real scans",
  disease: "solid-tumour",
  tumourTypes: ["sarcoma"],
  criteria: [{ id: "recist-1.1", primary: true }, { id: "irecist" }],
  sites: SITES,
  arms: ARMS,
  schedule: SARCOMA_SCHEDULE,
  provenance: {
    origin:
      "Soft-tissue-Sarcoma collection of The Cancer Imaging Archive, cases STS_001 and STS_008, as prepared by A. Zwanenburg for IBSI (theibsi/data_sets @6da9602 ibsi_validation; MR and PET of STS_001: oncoray/mirp test data). Follow-ups: @nadir/simulate",
    licence: "CC BY 3.0",
    citation: STS_CITATION,
    notice: `${NOTICE} The visit schedule is simulated too.`,
  },
};

export const BRAIN_TRIAL = {
  id: "imaging-followup-brain",
  title: "Imaging follow-up: glioma, simulated courses on a real scan",
  disease: "glioma",
  setting: "newly-diagnosed",
  criteria: [{ id: "rano-2.0", primary: true }],
  sites: SITES,
  arms: ARMS,
  provenance: {
    origin:
      "AIM-Harvard/pyradiomics @8ed5793, data/brain1_image.nrrd and brain1_label.nrrd. Follow-ups: @nadir/simulate",
    licence: "BSD-3-Clause (Copyright 2017 Harvard Medical School)",
    citation:
      "van Griethuysen JJM, Fedorov A, Parmar C, et al. Computational radiomics system to decode the radiographic phenotype. Cancer Res 2017;77(21):e104-e107. doi:10.1158/0008-5472.CAN-17-0339",
    notice: NOTICE,
  },
};

export const PARTS_TRIAL = {
  ...BRAIN_TRIAL,
  id: "glioma-parts",
  title: "Glioma with parts: masks that tell necrosis, enhancing tumour and oedema apart, and VASARI readings",
  provenance: {
    ...BRAIN_TRIAL.provenance,
    origin: "AIM-Harvard/pyradiomics @8ed5793, data/brain1_image.nrrd. Lesions and their parts: @nadir/simulate",
    notice:
      "Demonstration. The lesions and their parts are painted into a real scan (simulated follow-up of a real scan); patients, days, treatment and readings are invented.",
  },
};

const DONE = `**What was done.** \`pnpm --filter @nadir/simulate build-demo DATA_FOLDER\` cut the real scans to the lesion with a margin (places in space are
kept), rounded CT and MR to whole units, and made the other scans from them with the generator of \`validation/simulate\`
(\`src/simulate-lesions.ts\` has the formulas, \`src/courses.ts\` the courses): the lesion is scaled about its centroid and its outline waved,
the tissue around it moves with it, noise is added; everything is seeded and comes out the same each time. What was asked for at every visit
stands in \`truth.csv\`. Diameters and volumes in \`measurements.csv\` are computed from the masks.

**What is real, what is not.** Real: the baseline scans and outlines whose rows in \`images.csv\` say \`simulated\` = no. Simulated: every other
scan ("simulated follow-up of a real scan"), and all days, laboratory values, clinical states, treatments and events. Several subjects
share one real scan; they are not patients.
`;

export const SARCOMA_ORIGIN = `# Imaging follow-up, sarcoma: where this comes from

**Origin.** The Soft-tissue-Sarcoma collection of The Cancer Imaging Archive, cases STS_001 (CT, FDG PET, T1 MR) and STS_008 (CT, FDG PET, T1 MR)
with the contour GTV_Mass, as prepared by Alex Zwanenburg for the IBSI validation set (SUV conversion, N4 bias correction and fat
normalisation of MR, cropped to 5 cm around the contour): theibsi/data_sets at commit 6da9602, \`ibsi_validation\`; MR and PET of STS_001 from
the test data of oncoray/mirp.

**Licence.** CC BY 3.0 (https://creativecommons.org/licenses/by/3.0/). Attribution, and changes as told below:
- Vallières M, Freeman CR, Skamene SR, El Naqa I (2015). A radiomics model from joint FDG-PET and MRI texture features for the prediction of lung
  metastases in soft-tissue sarcomas of the extremities. The Cancer Imaging Archive. doi:10.7937/K9/TCIA.2015.7GO2GSKS
- Vallières M, et al. Physics in Medicine and Biology 2015;60:5471. doi:10.1088/0031-9155/60/14/5471
- Clark K, et al. The Cancer Imaging Archive (TCIA). Journal of Digital Imaging 2013;26:1045-1057. doi:10.1007/s10278-013-9622-7

${DONE}
**The schedule** (a scan every eight weeks, a week early or late) is simulated too. A follow-up that lies near a planned day names it.
`;

const BRAIN_LICENCE = `**Licence.** BSD-3-Clause:

> Copyright 2017 Harvard Medical School
>
> Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met:
>
> 1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer.
> 2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer in the
>    documentation and/or other materials provided with the distribution.
> 3. Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote products derived from this
>    software without specific prior written permission.
>
> THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO,
> THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR
> CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO,
> PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF
> LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS
> SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

Citation: van Griethuysen JJM, et al. Cancer Res 2017;77(21):e104-e107. doi:10.1158/0008-5472.CAN-17-0339`;

export const BRAIN_ORIGIN = `# Imaging follow-up, glioma: where this comes from

**Origin.** AIM-Harvard/pyradiomics at commit 8ed5793, \`data/brain1_image.nrrd\` (contrast-enhanced T1 MR) and \`data/brain1_label.nrrd\`.

${BRAIN_LICENCE}

${DONE}`;

export const PARTS_ORIGIN = `# Glioma with parts: where this comes from

**Origin.** AIM-Harvard/pyradiomics at commit 8ed5793, \`data/brain1_image.nrrd\` (contrast-enhanced T1 MR). No glioma scan with real masks of its parts
may be redistributed freely (the sets of BraTS are for non-commercial use), so the parts are simulated.

${BRAIN_LICENCE}

**What was done.** \`pnpm --filter @nadir/simulate build-demo DATA_FOLDER\` painted lesions of concentric balls (necrosis, enhancing tumour, oedema) into
the real scan and cut it to a box around them (\`validation/simulate/src/build/glioma-parts.ts\` has radii and intensities); everything is seeded and
comes out the same each time. The masks bear the labels 1, 2 and 4; \`masks.csv\` states which part each is: the two patients follow two conventions.

**What is real, what is not.** Real: the brain around the lesion, and what is left of the real lesion beside it, which has no mask here. Simulated: every lesion and every mask. Invented: patients, days, treatment and all
VASARI readings, some of which differ from what the masks say.
`;
