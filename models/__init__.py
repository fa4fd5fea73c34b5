"""What is true: tables, rules, questions to the ledger. Imports nothing of ours, knows no network and no clock."""
