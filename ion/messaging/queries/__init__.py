"""Reading messages: who may write to whom (contact), one's conversations (inbox), one of them (thread)."""
