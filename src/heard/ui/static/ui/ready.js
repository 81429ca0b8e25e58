// Runs before the first paint: says that scripts work, so that folding menus fold without a jump.
document.documentElement.classList.add("folds");
document.body.classList.add("js-enabled", "govuk-frontend-supported");
