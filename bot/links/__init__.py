"""Links between accounts: who comes back under another name; suggested here, decided by humans."""
