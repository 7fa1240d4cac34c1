"""Tables (CSV, XLSX) as rows of text, with every cap a stranger's file needs."""
