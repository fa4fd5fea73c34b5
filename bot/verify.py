"""What `yexun verify` walks: the audit chain, and every file that the ledger says it keeps."""
