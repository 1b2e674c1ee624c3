"""What people look at: tables and explanations in a terminal, the command line."""
