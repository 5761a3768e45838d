using Marketplace.Accounts;
using Marketplace.Kernel;
using MediatR;

namespace Marketplace.Wallets;

/// <summary>
/// Makes a proof of solvency now: what is owed, at one moment; what the chain has, after it; and the tree over what is owed. It is also made by itself every
/// <see cref="WalletsOptions.SolvencyInterval"/>. It asks the chain, so it is no command with a transaction around it; only storing the outcome is.
/// It answers <c>wallets.network_unavailable</c> where the chain does not tell what we have.
/// </summary>
public sealed record TakeSolvencySnapshot : IRequest<Result<SolvencyView>>;

/// <summary>The newest proof of solvency, or null where none was made yet.</summary>
public sealed record GetSolvency : IQuery<SolvencyView?>;

/// <summary>Somebody's own part of the newest proof.</summary>
/// <param name="AccountId">Whose.</param>
public sealed record GetSolvencyProof(AccountId AccountId) : IQuery<SolvencyProof?>;

/// <summary>The word that opens somebody's own part on the host's page. It can not be guessed, is always the same one, and shows balances: it is given to that person only.</summary>
/// <param name="AccountId">Whose.</param>
public sealed record GetSolvencyToken(AccountId AccountId) : ICommand<string>;

/// <summary>Somebody's own part of the newest proof, by the word that <see cref="GetSolvencyToken"/> answered; null where it is none of ours, or no proof was made yet.</summary>
/// <param name="Token">As anybody may have typed it.</param>
public sealed record FindSolvencyProof(string Token) : IQuery<SolvencyProof?>;

/// <summary>What was owed and what was held. All amounts in the smallest unit of the asset.</summary>
/// <param name="Network">Which chain.</param>
/// <param name="Asset">The asset's code.</param>
/// <param name="TakenAt">When.</param>
/// <param name="Block">As of which solid block the house's own addresses were read.</param>
/// <param name="Owed">To all people together; the sum at the tree's root.</param>
/// <param name="HeldOnDeposits">On deposit addresses.</param>
/// <param name="DepositAddresses">On how many of them.</param>
/// <param name="House">The house's own addresses, which anybody can look up on the chain.</param>
/// <param name="Leaving">Of what is owed, the part in withdrawals that were sent: it may have left the house, and is owed until it has arrived for good.</param>
/// <param name="Root">The tree's root hash: 64 hexadecimal digits.</param>
/// <param name="Leaves">How many accounts the tree holds.</param>
/// <param name="JournalPosition">Up to which transfer the books had come.</param>
/// <param name="SealHead">The newest seal of the journal then; null where there was none.</param>
public sealed record SolvencyView(
    string Network,
    string Asset,
    DateTimeOffset TakenAt,
    BlockCursor Block,
    long Owed,
    long HeldOnDeposits,
    int DepositAddresses,
    IReadOnlyList<HouseHolding> House,
    long Leaving,
    string Root,
    int Leaves,
    long JournalPosition,
    string? SealHead)
{
    /// <summary>At all places together.</summary>
    public long Held => checked(HeldOnDeposits + House.Sum(holding => holding.Amount));

    /// <summary>True where all that is owed was there, or sent to whom it is owed.</summary>
    public bool IsCovered => Held + Leaving >= Owed;

    /// <summary>As JSON, in the form of <c>docs/solvency.md</c>.</summary>
    public string ToJson() => SolvencyDocument.Write(this, null);
}

/// <summary>What one of the house's own addresses has.</summary>
/// <param name="Name"><c>hot</c> or <c>cold</c>.</param>
/// <param name="Address">The address.</param>
/// <param name="Amount">In the smallest unit.</param>
public sealed record HouseHolding(string Name, string Address, long Amount);

/// <summary>Somebody's own part of a proof.</summary>
/// <param name="Snapshot">Which proof it is a part of.</param>
/// <param name="Accounts">His accounts with something on them.</param>
public sealed record SolvencyProof(SolvencyView Snapshot, IReadOnlyList<AccountProof> Accounts)
{
    /// <summary>As JSON, in the form of <c>docs/solvency.md</c>: what <c>samples/VerifySolvency</c> reads.</summary>
    public string ToJson() => SolvencyDocument.Write(Snapshot, Accounts);
}

/// <summary>One account's way to the root.</summary>
/// <param name="Account">Its name in the books.</param>
/// <param name="Balance">In the smallest unit.</param>
/// <param name="Nonce">64 hexadecimal digits that nobody else knows: without them others could try names and balances against the leaf.</param>
/// <param name="Position">The leaf's, from 0.</param>
/// <param name="Path">The neighbours from the leaf upwards.</param>
public sealed record AccountProof(string Account, long Balance, string Nonce, int Position, IReadOnlyList<ProofStep> Path);

/// <summary>A neighbour on the way to the root.</summary>
/// <param name="Sum">What is owed below it.</param>
/// <param name="Hash">64 hexadecimal digits.</param>
public sealed record ProofStep(long Sum, string Hash);
