mod reference;
mod scenario_broken;
mod scenario_meaning;
mod scenario_mutations;
