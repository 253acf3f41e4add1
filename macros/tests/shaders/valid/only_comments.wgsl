// Nothing is declared here: /* this does not open a comment
/* A comment /* may be in another */ and ends here. */
