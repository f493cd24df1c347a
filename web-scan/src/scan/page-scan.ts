/** Marks the page as one whose script runs. */
document.documentElement.dataset.script = 'on';
