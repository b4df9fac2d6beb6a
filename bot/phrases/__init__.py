"""Rules as sentences of French and English, made from what they ask and do, never from what they are called."""
