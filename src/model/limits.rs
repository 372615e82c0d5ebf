//! What the model leaves out, and where the evidence is thin or speaks against it.
//!
//! Owns: the texts that `onset explain` tells. Must not know: files, commands.

/// Something that a student asks and the model answers in part or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The name that `onset explain` takes.
    pub name: &'static str,
    /// What the model says of it and what it does not.
    pub says: &'static str,
    /// A built-in scenario that shows it.
    pub scenario: &'static str,
}

/// A contested premise of the model, with the quantities that rest on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Premise {
    /// States, parameters and observables that rest on it.
    pub of: &'static [&'static str],
    /// What is taken for granted, and what speaks against it.
    pub says: &'static str,
    /// The lay claim that has the evidence.
    pub claim: &'static str,
}

/// Every contested premise.
pub const PREMISES: &[Premise] = &[
    Premise {
        of: &["synapse_count", "synaptic_throughput", "throughput_deficit", "stress_on_turnover", "symptom_index"],
        says: "that depression is too little synaptic throughput is taken for granted; PET saw fewer synaptic vesicles in \
               the severest depression only (Holmes 2019), and no change a day after ketamine (Holmes 2022)",
        claim: "lost-synapses",
    },
    Premise {
        of: &["network_overactivity", "overactivity_k", "k_network", "symptom_index"],
        says: "that the default-mode network is overactive in depression is taken for granted; the largest sample found \
               less connectivity (Yan 2019), another a small fall that differs between sites (Tozzi 2021)",
        claim: "network-overactive",
    },
    Premise {
        of: &["bdnf", "bdnf_transcription", "stress_on_bdnf"],
        says: "that BDNF is low in the depressed brain is taken for granted; it was measured in blood only, and the \
               difference shrinks in larger studies (Molendijk 2014)",
        claim: "bdnf-low",
    },
];

/// Every limit that has a name.
pub const LIMITS: &[Limit] = &[
    Limit {
        name: "habenula",
        says: "The lateral habenula is here as a rival of one line, off by default: trapped block silences its bursts and \
               relieves the network (habenula_gain, k_trapping, k_untrapping, preset rival-habenula). Firing, bursts and \
               its targets are left out. The rival explains a fast relief and no lasting one: after a week 6 % of its \
               day 1 is left; and a memantine-like blocker would work in it, which it did not in patients.",
        scenario: "rival-habenula",
    },
    Limit {
        name: "naltrexone",
        says: "Opioid receptors are here as a rival of one line, off by default: a gate on evoked BDNF release \
               (opioid_gate, preset rival-opioid), which naltrexone shuts (opioid_block, preset naltrexone). In the default \
               model naltrexone changes nothing. The trials disagree: in 12 people, 7 of them responders, it took the \
               effect away (Williams 2018), in 5 with alcohol dependence it did not (Yoon 2019). Liking, craving and \
               dependence are left out.",
        scenario: "rival-opioid",
    },
    Limit {
        name: "R-ketamine",
        says: "Arketamine, the R half of ketamine, is a preset: a weaker blocker. Block predicts two thirds of the \
               racemate's effect and a tenth of its dissociation at the same dose. That it is the stronger of the two in \
               rodents is not explained, except by the hydroxynorketamine rival; the one placebo-controlled trial in \
               people failed.",
        scenario: "arketamine",
    },
    Limit {
        name: "response",
        says: "Trials call an improvement by half a response and hardly any symptoms remission; the model uses both on an \
               index of arbitrary units that is no clinical scale. It says when its one subject gets there, not \
               for which patient: a population is spread so that it looks like that of a trial, and predicts no \
               person's response. A day after the last of six infusions 88 % of such a population stand at a response, \
               where trials saw 59 and 71 %.",
        scenario: "six-infusions",
    },
    Limit {
        name: "limits",
        says: "The model says nothing about a patient, a dose to give, or whether a person responds. It leaves out dopamine, \
               noradrenaline and every other monoamine but serotonin; sleep and cognition; sex, age, and genetics beyond \
               the one switch for Val66Met; interactions between drugs, apart from their effects meeting at BDNF; liking \
               and craving, blood pressure, nausea, the bladder, and what repeated doses harm. The habenula and opioid \
               receptors are there as one-line rivals only. Three premises stand unproved: that depression is too little \
               synaptic throughput; that the default-mode network is overactive in it (the largest sample found less \
               connectivity, Yan 2019); and that BDNF is low in it (shown in blood only, and less so in larger studies, \
               Molendijk 2014). How much of the NMDA receptors is blocked in people has never been measured \
               reliably; the block here follows from potencies alone. PET in people saw no change of synaptic density at \
               24 h (Holmes 2022); the gain here, 5 % of the stressed count, would not have been seen. Oral rapamycin, \
               naltrexone, dissociation and BDNF in blood all have findings that contradict simple stories; `onset \
               claims` shows them. Known misses: no improvement at 40 min, where a meta-analysis found some; an AMPA \
               antagonist alone makes the index 25 % worse, where in rodents it does little; the glutamate surge, 23 %, \
               is smaller than the 38 % seen.",
        scenario: "single-infusion",
    },
];
