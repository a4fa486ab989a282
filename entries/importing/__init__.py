"""Videos from a platform's export, by the thousand: read, looked at, then taken over.

`reading` makes rows of a file, `columns` says which of them holds what, `rows` makes a candidate
of a row or says why not. `uploading` and `preview` go before anything is written; `starting`,
`taking_over` and `writing` bring the candidates in, a batch at a time.
"""
