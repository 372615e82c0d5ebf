mod reference;
mod scenario_meaning;
